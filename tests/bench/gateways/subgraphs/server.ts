// Four federated subgraphs in one process, at /accounts, /inventory, /products and /reviews of PORT. A request is executed by graphql-js the
// first time that it is seen; from then on its whole response is a Buffer in a Map, so that the subgraphs cost little beside the gateway.
//   GET  /_stats     counters since the last reset        POST /_reset    sets them to zero
//   POST /_mode      ?shipping=real|reference&delayMs=N   POST /_record   starts a record of requests; GET /_record gives it
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate } from 'graphql';
import { createRawServer, responseOf } from './raw-server.ts';
import { createResolvers, type Mode } from './resolvers.ts';
import { subgraphNames, typeDefs } from './schemas.ts';

const maxKnownBytes = 256 * 1024 * 1024;

interface Known {
  readonly response: Buffer;
  readonly failed: boolean;
}

const mode: Mode = { shipping: 'reference', delayMs: 0 };
const resolvers = createResolvers(mode);
const schemas = new Map(
  subgraphNames.map((name) => [`/${name}`, buildSubgraphSchema([{ typeDefs: parse(typeDefs[name]), resolvers: resolvers[name] }])]),
);
const known = new Map<string, Known>();
let knownBytes = 0;
let counters = { requests: 0, bytesIn: 0, bytesOut: 0, failed: 0, misses: 0 };
/** `step`: how many answers, one after the other, had to be there before the request was sent. */
let record: { readonly path: string; readonly body: string; readonly step: number; answered: boolean }[] | null = null;

const json = (value: unknown, status = '200 OK') => responseOf(status, Buffer.from(JSON.stringify(value)));

const server = createRawServer((path, body, reply) => {
  if (!schemas.has(path)) return reply(admin(new URL(path, 'http://subgraphs'), body));
  const place = record === null ? null : recorded(path, body);
  const send = ({ response, failed }: Known) => {
    counters.requests += 1;
    counters.bytesIn += body.length;
    counters.bytesOut += response.length;
    if (failed) counters.failed += 1;
    if (place !== null) place.answered = true;
    reply(response);
  };
  const later = mode.delayMs === 0 ? send : (answer: Known) => setTimeout(send, mode.delayMs, answer);
  const key = path + body;
  const answer = known.get(key);
  if (answer !== undefined) later(answer);
  else void answerOf(path, body).then((made) => later(remember(key, made)));
});

function recorded(path: string, body: string) {
  const step = Math.max(-1, ...(record ?? []).filter(({ answered }) => answered).map((entry) => entry.step)) + 1;
  const place = { path, body: Buffer.from(body, 'latin1').toString('utf8'), step, answered: false };
  record?.push(place);
  return place;
}

function remember(key: string, answer: Known): Known {
  counters.misses += 1;
  const bytes = key.length + answer.response.length;
  if (knownBytes + bytes <= maxKnownBytes) {
    known.set(key, answer);
    knownBytes += bytes;
  }
  return answer;
}

/** Never fails: what is wrong is a GraphQL answer with errors. */
async function answerOf(path: string, body: string): Promise<Known> {
  const failure = (status: string, message: string): Known => ({ response: json({ errors: [{ message }] }, status), failed: true });
  try {
    const schema = schemas.get(path);
    if (schema === undefined) return failure('404 Not Found', 'no such subgraph');
    const request: { query: string; variables?: Record<string, unknown>; operationName?: string } = JSON.parse(
      Buffer.from(body, 'latin1').toString('utf8'),
    );
    const document = parse(request.query);
    const [error] = validate(schema, document);
    if (error !== undefined) return failure('400 Bad Request', error.message);
    const result = await execute({
      schema,
      document,
      variableValues: request.variables ?? {},
      operationName: request.operationName ?? null,
    });
    return { response: json(result), failed: result.errors !== undefined };
  } catch (error) {
    return failure('400 Bad Request', String(error));
  }
}

function admin({ pathname, searchParams }: URL, body: string): Buffer {
  if (pathname === '/_stats') return json(counters);
  if (pathname === '/_reset') counters = { requests: 0, bytesIn: 0, bytesOut: 0, failed: 0, misses: 0 };
  else if (pathname === '/_mode') {
    if (searchParams.has('shipping')) mode.shipping = searchParams.get('shipping') === 'real' ? 'real' : 'reference';
    mode.delayMs = Number(searchParams.get('delayMs') ?? mode.delayMs);
    known.clear();
    knownBytes = 0;
  } else if (pathname === '/_record' && body === 'start') record = [];
  else if (pathname === '/_record') {
    const entries = record ?? [];
    record = null;
    return json(entries);
  } else return json({ errors: [{ message: 'no such path' }] }, '404 Not Found');
  return json({});
}

server.listen(Number(process.env['PORT']), '127.0.0.1', 1024, () => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
