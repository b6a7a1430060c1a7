// What a subgraph may say that is no answer to what it was asked. What nobody could find out, such as a wrong name, is not among it.
import { gzipSync } from 'node:zlib';
import { json, type Reply } from './subgraph-proxy.ts';

const says =
  (change: (body: string) => string, status = 200, headers: Readonly<Record<string, string>> = json): Reply =>
  (response, body) =>
    void response.writeHead(status, headers).end(change(body));

interface Entities {
  readonly data: { readonly _entities: readonly unknown[] };
}

const entitiesOf = (body: string) => (JSON.parse(body) as Entities).data._entities; // the load asks this subgraph for nothing else

/** More than an answer may have. */
const bomb = gzipSync(Buffer.alloc(30_000_000, ' '));

export const lies: Readonly<Record<string, Reply>> = {
  'a page': says(() => '<h1>10.0.0.7 is away</h1>', 200, { 'content-type': 'text/html' }),
  'a page with 500': says(() => '<h1>10.0.0.7 is away</h1>', 500, { 'content-type': 'text/html' }),
  'a redirect': says(() => '', 302, { location: 'http://10.0.0.7/' }),
  nothing: says(() => ''),
  'half of the JSON': says((body) => body.slice(0, body.length / 2)),
  'no data': says(() => '{"data":null}'),
  'an object without entities': says(() => '{"data":{}}'),
  'an empty object': says(() => '{}'),
  'a number': says(() => '7'),
  'an error that tells': says(() => '{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.7:5432 at Pool (/app/pool.ts:7:1)"}]}'),
  'an entity too few': says((body) => JSON.stringify({ data: { _entities: entitiesOf(body).slice(1) } })),
  'an entity too many': says((body) => JSON.stringify({ data: { _entities: [...entitiesOf(body), entitiesOf(body)[0]] } })),
  'no compressed bytes as compressed': says((body) => body, 200, { ...json, 'content-encoding': 'gzip' }),
  'a lot, compressed': (response) => void response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb),
  'half, and the end of the connection': (response, body) => {
    const { socket } = response;
    response.writeHead(200, { ...json, 'content-length': String(Buffer.byteLength(body)) });
    response.write(body.slice(0, body.length / 2), () => socket?.destroy());
  },
  'the end of the connection': (response) => void response.socket?.resetAndDestroy(),
};
