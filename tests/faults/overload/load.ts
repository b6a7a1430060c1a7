// Load: arrivals at a constant rate, whatever becomes of them, or as many requests as can be kept in flight; every answer is checked.
import { setTimeout as wait } from 'node:timers/promises';
import { createRawClient, type RawAnswer } from './raw-client.ts';
import { query, rightAnswer } from './workload.ts';

export interface Load {
  readonly port: number;
  readonly seconds: number;
  /** Requests a second, due at constant intervals; or requests that are always in flight, each in a lane that ends when the gateway closes its connection. */
  readonly arrivals: { readonly perSecond: number } | { readonly inFlight: number };
  /** The clients that send, in turn. */
  readonly addresses: readonly string[];
}

export interface LoadReport {
  readonly sent: number;
  /** Right answers a second, without the first second and what came when no more was sent. */
  readonly goodput: number;
  readonly right: Times;
  /** Refused with SERVICE_OVERLOADED. */
  readonly refused: Times;
  /** Refused with RATE_LIMITED, and told when to come again. */
  readonly limited: Times;
  /** Answers that a subgraph had too much to do. */
  readonly partial: number;
  /** How long each right answer took, in milliseconds. */
  readonly rightMs: readonly number[];
  /** Anything else: what it was, and how often. */
  readonly wrong: Readonly<Record<string, number>>;
}

/** Milliseconds from when a request was due to its answer. */
export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const allConnections = 300;
const warmUpMs = 1_000;
const answersMs = 10_000;
const body = JSON.stringify({ query });
const message = Buffer.from(
  `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
);

export async function runLoad({ port, seconds, arrivals, addresses }: Load): Promise<LoadReport> {
  const connections = Math.floor(allConnections / addresses.length);
  const clients = await Promise.all(addresses.map((localAddress) => createRawClient(port, { localAddress, connections })));
  const tally = createTally();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let sent = 0;
  const send = (dueAt: number): Promise<RawAnswer | null> =>
    new Promise((resolve) => {
      clients[sent++ % clients.length]?.send(message, (answer) => {
        const now = performance.now();
        tally.count(answer, now - dueAt, now > startedAt + warmUpMs && now <= endsAt);
        resolve(answer);
      });
    });
  if ('inFlight' in arrivals) await keepInFlight(arrivals.inFlight, endsAt, send);
  else await sendAtRate(arrivals.perSecond, startedAt, endsAt, send);
  for (const lostAt = performance.now() + answersMs; tally.answered() < sent && performance.now() < lostAt; ) await wait(20);
  for (const client of clients) client.close();
  return { sent, ...tally.report(seconds * 1_000 - warmUpMs, sent) };
}

type Send = (dueAt: number) => Promise<RawAnswer | null>;

async function keepInFlight(count: number, endsAt: number, send: Send): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let now = performance.now(); now < endsAt; now = performance.now()) {
      const answer = await send(now);
      if (answer === null || answer.head.includes('connection: close')) return;
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}

async function sendAtRate(perSecond: number, startedAt: number, endsAt: number, send: Send): Promise<void> {
  const everyMs = 1_000 / perSecond;
  for (let dueAt = startedAt; dueAt < endsAt; ) {
    for (; dueAt < endsAt && dueAt <= performance.now(); dueAt += everyMs) void send(dueAt);
    await wait(1);
  }
}

function createTally() {
  const [right, refused, limited]: [number[], number[], number[]] = [[], [], []];
  const wrong: Record<string, number> = {};
  let [answered, good, partial] = [0, 0, 0];
  return {
    answered: () => answered,
    count(answer: RawAnswer | null, ms: number, isSteady: boolean) {
      answered += 1;
      const kind = kindOf(answer);
      if (kind === 'right') right.push(ms);
      if (kind === 'right' && isSteady) good += 1;
      else if (kind === 'refused') refused.push(ms);
      else if (kind === 'limited') limited.push(ms);
      else if (kind === 'partial') partial += 1;
      else if (kind !== 'right') wrong[kind] = (wrong[kind] ?? 0) + 1;
    },
    report(steadyMs: number, sent: number): Omit<LoadReport, 'sent'> {
      if (answered < sent) wrong['no answer'] = sent - answered;
      return {
        goodput: Math.round((good * 1_000) / steadyMs),
        right: timesOf(right),
        refused: timesOf(refused),
        limited: timesOf(limited),
        partial,
        rightMs: right,
        wrong,
      };
    },
  };
}

function kindOf(answer: RawAnswer | null): string {
  if (answer === null) return 'cut';
  const { status, head, body: text } = answer;
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  if (status === 200 && text === rightAnswer) return 'right';
  if (status === 503 && head.includes('retry-after: 1') && code === 'SERVICE_OVERLOADED') return 'refused';
  if (status === 429 && head.includes('retry-after: ') && code === 'RATE_LIMITED') return 'limited';
  if (status === 200 && code === 'SUBGRAPH_OVERLOADED' && text.includes('"data":null')) return 'partial';
  return `${status} ${code ?? text.slice(0, 200)}`;
}

/** Of times in any order. */
export function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
