// Answers a request as a broken subgraph does.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { send } from './send.ts';
import type { SubgraphResult } from './subgraph-answer.ts';

const muchTooLateMs = 800;

export function failRequest({ kind, variant }: Fault, result: SubgraphResult, request: IncomingMessage, response: ServerResponse): void {
  const text = JSON.stringify(result);
  switch (kind) {
    case 'http-500-text':
      send(response, 500, 'text/plain', 'the subgraph is unwell');
      return;
    case 'http-500-json':
      send(response, variant % 2 === 0 ? 500 : 503, 'application/json', '{"errors":[{"message":"unwell"}]}');
      return;
    case 'http-401':
      send(response, 401, 'text/plain', 'who are you');
      return;
    case 'http-403':
      send(response, 403, 'application/json', '{"errors":[{"message":"not you"}]}');
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'timeout':
      // Whoever waits for longer than this waits for ever: it is told so by the end of the connection.
      setTimeout(() => request.socket.destroy(), muchTooLateMs).unref();
      return;
    case 'html':
      send(response, 200, 'text/html', '<!doctype html><title>Welcome</title>');
      return;
    case 'empty':
      send(response, 200, 'application/json', '');
      return;
    case 'half':
      send(response, 200, 'application/json', text.slice(0, text.length / 2));
      return;
    case 'data-null':
      send(response, 200, 'application/json', variant % 2 === 0 ? '{"data":null}' : '{"data":null,"errors":[]}');
      return;
    case 'errors-only':
      send(
        response,
        200,
        'application/json',
        `{"errors":[{"message":"no data today"${variant % 2 === 0 ? ',"extensions":{"code":"CLOSED"}' : ''}}]}`,
      );
      return;
    case 'not-an-object':
      send(response, 200, 'application/json', ['[1]', '"text"', 'null'][variant % 3] ?? '7');
      return;
    default:
      throw new Error(`${kind} is no fault of a request`);
  }
}
