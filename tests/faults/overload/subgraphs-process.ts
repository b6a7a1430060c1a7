// A process: both subgraphs of the workload, on one port; it says which. An answer is made once for what is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { subgraphs } from './workload.ts';

const known = new Map<string, string>();

function answerTo(path: string, body: string): string {
  const { variables } = JSON.parse(body) as { variables?: { representations?: { id: string }[] } }; // the gateway sends JSON
  return path === '/products' ? subgraphs.products.answer() : subgraphs.reviews.answer(variables?.representations ?? []);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const key = `${request.url} ${body}`;
    const answer = known.get(key) ?? answerTo(request.url ?? '', body);
    known.set(key, answer);
    response.writeHead(200, ['content-type', 'application/json', 'content-length', answer.length]).end(answer, 'latin1');
  });
});
server.keepAliveTimeout = 65_000; // as a real one
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)); // a TCP server that listens has one
process.on('disconnect', () => process.exit());
