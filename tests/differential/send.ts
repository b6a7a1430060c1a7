// Sends a whole HTTP answer.
import type { ServerResponse } from 'node:http';

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
