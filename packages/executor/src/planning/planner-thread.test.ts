// The planner in its own thread: started, kept, dropped, killed, and started again.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '@tributary/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Planner, PlanOutcome } from '../planner.ts';
import { type PlannerOptions, startPlanner } from './planner-thread.ts';
import { composed, fed2 } from './testing/federate.ts';

const supergraphSdl = composed({
  one: {
    typeDefs: fed2(
      'key',
      'type Query { t: T a: Node } type T @key(fields: "id") { id: ID! } interface Node @key(fields: "id") { id: ID! }',
    ),
  },
  two: {
    typeDefs: fed2(
      'key interfaceObject',
      'type T @key(fields: "id") { id: ID! slow: String } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: Int }',
    ),
  },
});
const dying = new URL('./testing/ending-worker.ts', import.meta.url);

/** Tells when threads come and go. */
function threads() {
  const events: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    events,
    onThread(event: 'started' | 'ended') {
      events.push(event);
      for (const { count, resolve } of waiting) if (events.length >= count) resolve();
    },
    until: (count: number) => new Promise<void>((resolve) => (events.length >= count ? resolve() : waiting.push({ count, resolve }))),
  };
}

async function started(options: Partial<PlannerOptions>): Promise<Planner> {
  const planner = await startPlanner({ supergraphSdl, mode: 'text', ...options });
  onTestFinished(() => planner.close());
  return planner;
}

const ask = (planner: Planner, text: string): Promise<PlanOutcome> => planner.plan({ text, operationName: null });

async function codeOf(answer: Promise<unknown>): Promise<unknown> {
  const error = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? error.code : error;
}

describe('a planner', () => {
  it('answers alike in a thread of its own and in this one', async () => {
    const [worker, here] = await Promise.all([started({}), started({ planIn: 'thread' })]);
    expect(worker.facts).toEqual(here.facts);
    for (const text of ['{ t { id slow } }', 'query A($x: Int) { __schema { queryType { name } } }', '{ nope }', '{']) {
      const request = { text, operationName: null };
      expect(await worker.validate(request)).toEqual(await here.validate(request));
    }
    for (const text of [
      '{ t { id slow } }',
      '{ constructor: t { id: slow } }',
      '{ a { field } }',
      'query ($x: Boolean!) { t { id } a @skip(if: $x) { field } }',
    ]) {
      expect(await ask(worker, text)).toEqual(JSON.parse(JSON.stringify(await ask(here, text))));
    }
  });

  it('refuses a supergraph that is none, in either thread', async () => {
    for (const planIn of ['worker', 'thread'] as const) {
      await expect(startPlanner({ supergraphSdl: 'type Query { a: Int }', mode: 'text', planIn })).rejects.toThrow('must be a core schema');
    }
  });
});

describe('the thread', () => {
  it('is dropped without work and started again when there is some', async () => {
    const { events, onThread, until } = threads();
    const planner = await started({ idleMs: 1, onThread });
    await until(2);
    expect(events).toEqual(['started', 'ended']);
    const both = await Promise.all([ask(planner, '{ t { id } }'), ask(planner, '{ t { slow } }')]);
    expect(both.map(({ kind }) => kind)).toEqual(['planned', 'planned']);
    expect(events.slice(0, 3)).toEqual(['started', 'ended', 'started']);
    await until(4);
  });

  it('that dies fails what it planned, and the next request gets another, which gets a spare', async () => {
    const { events, onThread, until } = threads();
    const planner = await started({ entry: dying, onThread });
    expect(await codeOf(ask(planner, 'exit'))).toBe('INTERNAL_SERVER_ERROR');
    expect(await ask(planner, 'one')).toMatchObject({ faults: [{ message: 'one' }] });
    await until(4);
    expect(events).toEqual(['started', 'ended', 'started', 'started']);
    expect(await codeOf(ask(planner, 'throw'))).toBe('INTERNAL_SERVER_ERROR');
    expect(await ask(planner, 'two')).toMatchObject({ faults: [{ message: 'two' }] });
    await until(6);
    expect(events.slice(4)).toEqual(['ended', 'started']);
  });

  it('is killed when one operation takes too long or too much memory; those who wait get another', async () => {
    const planner = await started({ entry: dying, budgetMs: 50 });
    expect(await Promise.all([codeOf(ask(planner, 'hang')), ask(planner, 'next')])).toMatchObject([
      'PLANNING_BUDGET_EXCEEDED',
      { kind: 'invalid' },
    ]);
    const small = await started({ entry: dying, budgetMs: 60_000, maxMemoryMb: 16 });
    expect(await Promise.all([codeOf(ask(small, 'fill')), ask(small, 'next')])).toMatchObject([
      'PLANNING_BUDGET_EXCEEDED',
      { kind: 'invalid' },
    ]);
  });

  it('has a spare soon after it was first used, both of which are dropped without work', async () => {
    const { events, onThread, until } = threads();
    const planner = await started({ entry: dying, spareAfterMs: 0, idleMs: 500, onThread });
    expect(events).toEqual(['started']);
    await ask(planner, 'one');
    await until(4);
    expect(events).toEqual(['started', 'started', 'ended', 'ended']);
  });

  it('is not asked again for what it was killed for, until a while has passed', async () => {
    const { events, onThread, until } = threads();
    const killed: unknown[] = [];
    let now = 0;
    const options = { budgetMs: 50, refusalMs: 1_000, now: () => now, onKilled: (one: unknown) => killed.push(one) };
    const planner = await started({ entry: dying, onThread, ...options });
    expect(await codeOf(planner.plan({ text: 'hang', operationName: 'A' }, 'somebody'))).toBe('PLANNING_BUDGET_EXCEEDED');
    const documentHash = createHash('sha256').update('hang').digest('hex');
    expect(killed).toEqual([{ documentHash, operationName: 'A', client: 'somebody', reason: 'time' }]);
    const again = () => codeOf(planner.plan({ text: 'hang', operationName: 'A' }, 'another'));
    expect(await again()).toBe('PLANNING_BUDGET_EXCEEDED');
    // The one that was killed is not even given up before there is something to plan.
    expect([events, killed.length]).toEqual([['started'], 1]);
    now = 1_000;
    expect(await again()).toBe('PLANNING_BUDGET_EXCEEDED');
    expect(killed).toHaveLength(2);
    await until(4);
  });

  it('is not asked for whom the owner does not admit', async () => {
    const admit = (client: string) => {
      if (client === 'banned') throw new AppError('FORBIDDEN');
    };
    const planner = await started({ entry: dying, admit });
    expect(await codeOf(planner.plan({ text: 'one', operationName: null }, 'banned'))).toBe('FORBIDDEN');
    expect(await codeOf(planner.plan({ text: 'one', operationName: null }, 'other'))).toBeNull();
  });

  it('does not keep the process alive', async () => {
    const { href } = new URL('./planner-thread.ts', import.meta.url);
    const script = `import { startPlanner } from ${JSON.stringify(href)};
      const planner = await startPlanner({ supergraphSdl: ${JSON.stringify(supergraphSdl)}, mode: 'text' });
      console.log((await planner.plan({ text: '{ t { id } }', operationName: null })).kind);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout).toBe('planned\n');
  });

  it('has a bounded queue', async () => {
    const planner = await started({ maxQueued: 2 });
    const answers = Array.from({ length: 5 }, () => codeOf(ask(planner, '{ t { id } }')));
    expect(await Promise.all(answers)).toEqual([null, null, ...Array(3).fill('SERVICE_UNAVAILABLE')]);
  });

  it('that is closed still plans for those who wait, and for those whom it has validated, but validates nobody else', async () => {
    const { events, onThread } = threads();
    const planner = await started({ onThread });
    const request = { text: '{ t { id } }', operationName: null };
    const answers = Array.from({ length: 3 }, () => codeOf(ask(planner, request.text)));
    const validated = planner.validate(request);
    const closed = planner.close();
    expect(await codeOf(planner.validate(request))).toBe('SERVICE_UNAVAILABLE');
    expect(await Promise.all(answers)).toEqual([null, null, null]);
    expect(await validated).toMatchObject({ kind: 'valid' });
    expect(await ask(planner, request.text)).toMatchObject({ kind: 'planned' });
    await closed;
    expect(events).toEqual(['started', 'ended']);
    // However late they are.
    expect(await ask(planner, request.text)).toMatchObject({ kind: 'planned' });
    await planner.close();
  });
});
