// Sends operations, and judges each answer by the one that was recorded before.
import { Agent, request } from 'undici';
import { judge, type Model, type Verdict } from './judge.ts';
import { type Operation, operations } from './operations.ts';
import type { LoadPlan } from './protocol.ts';
import type { ReadyGateways } from './ready-gateways.ts';

export interface Exchange {
  readonly verdict: Verdict | { readonly kind: 'failed'; readonly why: string };
  /** What was asked and answered, for people. */
  evidence(): string;
}

export interface LoadClient {
  /** Asks each operation once and keeps the answers. @throws {Error} when one is not whole. */
  record(key: string): Promise<void>;
  /** Never throws. */
  ask(operation: Operation, key: string): Promise<Exchange>;
  close(): Promise<void>;
}

interface Recorded {
  readonly body: string;
  readonly model: Model;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Enough for what is under way at a time; what is more waits here, and its time counts. */
export const connections = 256;

export function createLoadClient({ token, hurts, refusals }: LoadPlan, gateways: ReadyGateways): LoadClient {
  const agent = new Agent({ connections, keepAliveTimeout: 30_000, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const recorded = new Map<Operation, Recorded>();

  const send = async (operation: Operation, key: string): Promise<Answer> => {
    const { statusCode, body } = await request(gateways.next(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(operation.asks === 'customer' && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: operation.document, variables: operation.variables(key) }),
      dispatcher: agent,
    });
    return { status: statusCode, body: await body.text() };
  };
  const verdictOf = (operation: Operation, { status, body }: Answer): Verdict => {
    const known = recorded.get(operation);
    if (known === undefined) return { kind: 'wrong', why: 'it was not recorded' };
    return status === 200 && body === known.body ? { kind: 'right' } : judge(known.model, status, body);
  };
  const evidenceOf = (operation: Operation, key: string, what: string) =>
    `${operation.name} ${JSON.stringify(operation.variables(key))}: ${what}\nexpected: ${recorded.get(operation)?.body}`;
  return {
    async record(key) {
      for (const operation of operations) {
        const { status, body } = await send(operation, `${key}-${operation.name}`);
        const { data, errors } = JSON.parse(body) as { data?: unknown; errors?: unknown }; // whatever it answers is JSON
        if (status !== 200 || errors !== undefined) throw new Error(`${operation.name} is not answered before anything fails: ${body}`);
        const blamed = (place: string) => operation.owners[place]?.filter((owner) => hurts.includes(owner)) ?? [];
        recorded.set(operation, { body, model: { data, blamed, refusals } });
      }
    },
    async ask(operation, key) {
      try {
        const answer = await send(operation, key);
        const verdict = verdictOf(operation, answer);
        const why = 'why' in verdict ? verdict.why : '';
        return { verdict, evidence: () => evidenceOf(operation, key, `${why}\n${answer.status} ${answer.body}`) };
      } catch (error) {
        const why = error instanceof Error ? `${error.name} ${'code' in error ? error.code : error.message}` : String(error);
        return { verdict: { kind: 'failed', why }, evidence: () => evidenceOf(operation, key, why) };
      }
    },
    close: () => agent.destroy(),
  };
}
