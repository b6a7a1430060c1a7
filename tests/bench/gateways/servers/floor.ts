// The floor: what a Node gateway on undici and node:http cannot avoid. For each known client request it sends the subgraph requests that were
// recorded from our executor, step by step; parses each answer as JSON; stringifies a ready object; answers. No parsing of documents,
// no merging, no errors. FLOOR=echo: the client request is parsed and ready bytes are answered, without any subgraph.
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import type { Recorded } from '../recording.ts';

// Written by the benchmark.
const recorded = JSON.parse(readFileSync(process.env['FLOOR_FILE'] ?? '', 'utf8')) as readonly Recorded[];
const pool = new Pool(process.env['SUBGRAPHS_ORIGIN'] ?? '', { connections: 64, pipelining: 1 });
const headers = ['content-type', 'application/json', 'accept', 'application/json'];
/** Up to here one write of head and text together is cheaper; above it, bytes that are written as they are. */
const largestText = 16_384;
const isEcho = process.env['FLOOR'] === 'echo';

const known = new Map(
  recorded.map(({ clientBody, steps, answer }) => [
    clientBody,
    {
      steps: steps.map((calls) => calls.map(({ path, body }) => ({ path, body: Buffer.from(body) }))),
      answer,
      bytes: JSON.stringify(answer),
    },
  ]),
);

function post(path: string, body: Buffer): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, status) {
        if (status !== 200) reject(new Error(`A subgraph answered ${status}.`));
      },
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd() {
        const [first = Buffer.alloc(0)] = chunks;
        resolve(JSON.parse((chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8')));
      },
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ method: 'POST', path, headers, body }, handler);
  });
}

async function answerTo(clientBody: string, response: ServerResponse): Promise<void> {
  JSON.parse(clientBody);
  const found = known.get(clientBody);
  if (found === undefined) throw new Error('The floor knows recorded requests only.');
  let text = found.bytes;
  if (!isEcho) {
    for (const calls of found.steps) await Promise.all(calls.map(({ path, body }) => post(path, body)));
    text = JSON.stringify(found.answer);
  }
  response.writeHead(200, ['content-type', 'application/json; charset=utf-8', 'content-length', String(Buffer.byteLength(text))]);
  response.end(text.length > largestText ? Buffer.from(text) : text);
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [first = Buffer.alloc(0)] = chunks;
    const body = (chunks.length === 1 ? first : Buffer.concat(chunks)).toString('utf8');
    answerTo(body, response).catch((error: unknown) => {
      response.writeHead(500, ['content-type', 'application/json']);
      response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
    });
  });
}).listen(Number(process.env['PORT']), '127.0.0.1', 1024);
