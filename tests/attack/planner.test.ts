// Documents that pass every limit and are hard to plan: planned in time, refused, or the planner is killed, and nobody else notices.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KilledPlanning, loadSupergraph, OperationRefused, type PlannerLimits, type Supergraph } from '@tributary/executor';
import { composeSubgraphs } from '@tributary/schema-check';
import { root } from '@tributary/test-kit';
import { Pool } from 'undici';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startGatewayProcess } from '../faults/resilience/gateway-process.ts';
import { ourGraphAttacks, type PlannerAttack, sharedGraph, sharedGraphAttacks, smallSharedGraphAttacks } from './corpus/planner.ts';

type Subgraphs = ReturnType<typeof sharedGraph>;

const sourcesOf = (subgraphs: Subgraphs, url: string) => Object.entries(subgraphs).map(([name, sdl]) => ({ name, url, sdl, file: name }));

function supergraphOf(subgraphs: Subgraphs): string {
  const composition = composeSubgraphs(sourcesOf(subgraphs, 'http://127.0.0.1:1/graphql'));
  if (composition.kind === 'failed') throw new Error(JSON.stringify(composition.errors));
  return composition.supergraph;
}

async function loaded(supergraphSdl: string, planning: PlannerLimits): Promise<{ supergraph: Supergraph; killed: KilledPlanning[] }> {
  const killed: KilledPlanning[] = [];
  const supergraph = await loadSupergraph({ supergraphSdl, mode: 'text', planning: { ...planning, onKilled: (one) => killed.push(one) } });
  onTestFinished(() => supergraph.close());
  return { supergraph, killed };
}

async function outcomeOf(supergraph: Supergraph, { text }: PlannerAttack): Promise<string> {
  try {
    await supergraph.prepare(text);
    return 'planned';
  } catch (error) {
    if (error instanceof OperationRefused) return error.faults[0]?.code === 'PLANNING_BUDGET_EXCEEDED' ? 'refused' : error.message;
    return error instanceof Error && 'code' in error && error.code === 'PLANNING_BUDGET_EXCEEDED' ? 'killed' : String(error);
  }
}

/** All at once: who waits is carried over from one thread to the next. */
const outcomesOf = (supergraph: Supergraph, attacks: readonly PlannerAttack[]) =>
  Promise.all(attacks.map(async (attack) => [attack.name, await outcomeOf(supergraph, attack)]));
const expected = (attacks: readonly PlannerAttack[]) => attacks.map(({ name, outcome }) => [name, outcome]);

describe('of documents that are hard to plan', () => {
  it('those for our own graph are planned within a quarter of a second of the planner', async () => {
    const { supergraph, killed } = await loaded(readFileSync(`${root}/supergraph.graphql`, 'utf8'), { budgetMs: 250 });
    expect(await outcomesOf(supergraph, ourGraphAttacks)).toEqual(expected(ourGraphAttacks));
    expect(killed).toEqual([]);
  });

  it('those with too many ways to take are refused by the planner itself, where it notices', async () => {
    const { supergraph, killed } = await loaded(supergraphOf(sharedGraph(3, 5)), {});
    expect(await outcomesOf(supergraph, smallSharedGraphAttacks)).toEqual(expected(smallSharedGraphAttacks));
    expect(killed).toEqual([]);
  });

  it('those that take too long end its thread and nothing else', async () => {
    const { supergraph, killed } = await loaded(supergraphOf(sharedGraph(5, 20)), { budgetMs: 400, maxMemoryMb: 2_048, maxWaitMs: 60_000 });
    expect(await outcomesOf(supergraph, sharedGraphAttacks)).toEqual(expected(sharedGraphAttacks));
    expect(new Set(killed.map(({ reason }) => reason))).toEqual(new Set(['time']));
  });

  it('those that take too much memory end its thread and not the process', async () => {
    const { supergraph, killed } = await loaded(supergraphOf(sharedGraph(5, 20)), { budgetMs: 60_000, maxMemoryMb: 32 });
    expect(await outcomesOf(supergraph, sharedGraphAttacks.slice(0, 1))).toEqual(expected(sharedGraphAttacks.slice(0, 1)));
    expect(killed.map(({ reason }) => reason)).toEqual(['memory']);
  });
});

/** All subgraphs of a graph in one server, whatever they are asked. */
async function startSubgraphs(): Promise<string> {
  const data = { t: { __typename: 'T0', id: '1', f0: 1, f1: 2 } };
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ data })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`; // a TCP server that listens has one
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly data: unknown;
  readonly code: string | null;
}

/** A client with an address of its own. */
function clientAt(localAddress: string, url: string): (query: string) => Promise<Answered> {
  const pool = new Pool(new URL(url).origin, { connections: 10, localAddress });
  onTestFinished(() => pool.close());
  return async (query) => {
    const headers = { 'content-type': 'application/json' };
    const response = await pool.request({ path: '/graphql', method: 'POST', headers, body: JSON.stringify({ query }) });
    const answer = (await response.body.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }; // GraphQL over HTTP
    const retryAfter = response.headers['retry-after'];
    return {
      status: response.statusCode,
      retryAfter: retryAfter === undefined ? null : String(retryAfter),
      data: answer.data ?? null,
      code: answer.errors?.[0]?.extensions.code ?? null,
    };
  };
}

it('a client that has the planner killed holds up nobody, is refused at once the second time, and then has nothing planned', async () => {
  const url = await startSubgraphs();
  const planning = { budgetMs: 300, maxKills: 3, refusalMs: 60_000 };
  const gateway = await startGatewayProcess(sourcesOf(sharedGraph(5, 20), url), { limits: { planning } });
  onTestFinished(() => gateway.stop());
  const [attacker, other] = [clientAt('127.0.0.2', gateway.url), clientAt('127.0.0.3', gateway.url)];
  const answered = { status: 200, retryAfter: null, code: null };
  const tooComplex = { status: 400, retryAfter: null, data: null, code: 'PLANNING_BUDGET_EXCEEDED' };
  const kills = () => gateway.logged('an operation took too much to plan').length;
  expect(await other('{ t { f0 } }')).toEqual({ ...answered, data: { t: { f0: 1 } } });

  const hostile = ['a', 'b', 'c'].map((alias) => `{ ${alias}: i { next { next { f0 } } } }`);
  const order: string[] = [];
  const attacks = hostile.map((text) => attacker(text).finally(() => order.push('attack')));
  // One that is known, and one that is to be planned: it waits for one of the attacks at most.
  const others = ['{ t { f0 } }', '{ t { f1 } }'].map((text) => other(text).finally(() => order.push('other')));
  expect(await Promise.all(others)).toEqual([
    { ...answered, data: { t: { f0: 1 } } },
    { ...answered, data: { t: { f1: 2 } } },
  ]);
  expect(await Promise.all(attacks)).toEqual(hostile.map(() => tooComplex));
  expect([order.at(0), order.slice(3)]).toEqual(['other', ['attack', 'attack']]);
  await vi.waitFor(() => expect(kills()).toBe(3));
  expect(await other(hostile[0] ?? '')).toEqual(tooComplex);

  const refused = await attacker('{ t { f0 f1 } }');
  expect(refused).toMatchObject({ status: 429, data: null, code: 'RATE_LIMITED' });
  expect(Number(refused.retryAfter)).toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60);
  expect(await attacker('{ t { f0 } }')).toEqual({ ...answered, data: { t: { f0: 1 } } });
  expect(await other('{ t { f0 f1 } }')).toEqual({ ...answered, data: { t: { f0: 1, f1: 2 } } });
  expect(kills()).toBe(3);
});
