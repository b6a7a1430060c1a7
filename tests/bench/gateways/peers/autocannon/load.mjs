// One load of autocannon, told by a JSON argument {url, body, headers[], connections, seconds}; prints its result as JSON.
// Each connection has its own share of the headers, so that no two requests under way carry the same one.
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

const { url, bodyFile, headersFile, connections, seconds } = JSON.parse(process.argv[2]);
const body = readFileSync(bodyFile, 'utf8');
const headers = JSON.parse(readFileSync(headersFile, 'utf8'));
const latencies = [];
let next = 0;

const load = autocannon({
  url,
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json' },
  connections,
  duration: seconds,
  timeout: 10,
  setupClient(client) {
    if (headers.length === 1) return client.setHeaders({ 'content-type': 'application/json', ...headers[0] });
    const mine = headers.filter((_unused, index) => index % connections === next);
    next += 1;
    client.setRequests(mine.map((own) => ({ method: 'POST', body, headers: { 'content-type': 'application/json', ...own } })));
  },
});
load.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
const result = await load;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
process.stdout.write(
  `JSON ${JSON.stringify({
    requests: latencies.length,
    seconds: result.duration,
    bytes: result.throughput.total,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    errors: result.errors + result.timeouts + result.non2xx,
  })}\n`,
);
