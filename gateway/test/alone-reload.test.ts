// Supergraphs that follow each other: nothing of one is used with the other, nobody waits for plans, and nothing is left behind.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSupergraph, OperationRefused, type Supergraph } from '@tributary/executor';
import { createLogger } from '@tributary/logging';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSupergraphGenerations, type SupergraphGenerations } from '../src/planning/supergraph-generations.ts';
import { composed, type ForeignSubgraph, link, startAlone, startForeign } from './support-alone.ts';

const served = 'a new supergraph is served';
const refused = 'the new supergraph is refused; the old one keeps serving';
const folder = mkdtempSync(join(tmpdir(), 'tributary-alone-reload-'));
const file = join(folder, 'supergraph.graphql');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const supergraphWith = (fields: string): string =>
  composed([{ name: 'one', url: 'http://127.0.0.1:1/', sdl: `${link('"@key"')} type Query { ${fields} }` }]);

/** Ends when a line with this message is the next to be logged. */
let logged: (message: string) => Promise<void>;
let running: SupergraphGenerations | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

function start(): Promise<SupergraphGenerations> {
  const waiting = new Map<string, () => void>();
  logged = (message) => new Promise((resolve) => waiting.set(message, resolve));
  const write = (line: string) => waiting.get((JSON.parse(line) as { message: string }).message)?.(); // a logger writes JSON
  const logger = createLogger({ service: 'gateway', write });
  return createSupergraphGenerations({ file, planIn: 'worker', judge: undefined, logger, onReload: () => undefined, pollMs: 20 });
}

async function replaceBy(text: string, message = served): Promise<void> {
  const done = logged(message);
  writeFileSync(file, text);
  await done;
}

/** Threads of this process that run JavaScript beside the main one. */
function workers(): number {
  if (process.report === undefined) throw new Error('This Node.js has no reports.');
  // It would look up names, which the types do not know of.
  Reflect.set(process.report, 'excludeNetwork', true);
  const report = process.report.getReport() as { readonly workers: readonly unknown[] }; // as documented
  return report.workers.length;
}

const isPrepared = (supergraph: Supergraph, text: string): boolean => !(supergraph.prepare(text) instanceof Promise);

describe('a supergraph that follows another', () => {
  it('has planned what the former was asked before it is served, and nothing that it does not know', async () => {
    writeFileSync(file, supergraphWith('a: Int b: Int'));
    running = await start();
    const first = running.current();
    const texts = ['{ a }', 'query Named { a x: a }', '{ b }', '{ nonsense }'];
    for (const text of texts) await Promise.resolve(first.prepare(text)).catch(() => undefined);
    await replaceBy(supergraphWith('a: Int c: Int'));
    const second = running.current();
    expect(second.id).not.toBe(first.id);
    expect([isPrepared(second, '{ a }'), isPrepared(second, 'query Named { a x: a }')]).toEqual([true, true]);
    expect(() => second.prepare('{ b }')).toThrow(OperationRefused);
    await expect(second.prepare('{ nonsense }')).rejects.toThrow(OperationRefused);
    // What is planned for the former stays what it was.
    expect(isPrepared(first, '{ b }')).toBe(true);
  });

  it('is taken although it came while the first was loaded', async () => {
    writeFileSync(file, supergraphWith('a: Int'));
    const started = once(process, 'worker');
    const starting = start();
    const done = logged(served);
    await started; // the file is read
    writeFileSync(file, supergraphWith('later: Int'));
    running = await starting;
    await done;
    expect(await running.current().prepare('{ later }')).toMatchObject({ kind: 'query' });
  });

  it('leaves one thread, however many there were, and none in the end', async () => {
    const before = workers();
    writeFileSync(file, supergraphWith('a: Int'));
    running = await start();
    for (let reload = 0; reload < 6; reload += 1) {
      if (reload % 3 === 2) await replaceBy('nonsense', refused);
      await replaceBy(supergraphWith(`a: Int f${reload}: Int`));
    }
    // The former one may still be closing.
    await running.stop();
    expect(workers()).toBe(before);
    running = await start();
    expect(workers()).toBe(before + 1);
    // Each of them starts a thread and loads the planner in it.
  }, 60_000);
});

describe('a supergraph that is given up', () => {
  it('plans what it was asked before, and ends then', async () => {
    const before = workers();
    const supergraph = await loadSupergraph({ supergraphSdl: supergraphWith('a: Int b: Int'), mode: 'text' });
    const planning = [supergraph.prepare('{ a }'), supergraph.prepare('{ b }')];
    await supergraph.close();
    expect(await Promise.all(planning)).toMatchObject([{ kind: 'query' }, { kind: 'query' }]);
    expect(workers()).toBe(before);
  });
});

describe('a gateway whose supergraph is replaced again and again', () => {
  let one: ForeignSubgraph;
  let two: ForeignSubgraph;
  beforeAll(async () => {
    const sdl = `${link('"@shareable"')} type Query { where: String here: String there: String }`;
    const resolvers = (name: string) => ({ Query: { where: () => name, here: () => name, there: () => name } });
    [one, two] = await Promise.all([startForeign('one', sdl, resolvers('one')), startForeign('two', sdl, resolvers('two'))]);
  });
  afterAll(async () => void (await Promise.all([one.stop(), two.stop()])));

  it('answers every operation whole, by the one or by the other', async () => {
    const sdlOf = (fields: string) => `${link('"@shareable"')} type Query { ${fields} }`;
    const generations = [
      composed([
        { ...one, sdl: sdlOf('where: String here: String') },
        { ...two, sdl: sdlOf('there: String') },
      ]),
      composed([
        { ...one, sdl: sdlOf('here: String') },
        { ...two, sdl: sdlOf('where: String there: String') },
      ]),
    ];
    const gateway = await startAlone(generations[0] ?? '');
    const answers = new Set<string>();
    let isOver = false;
    const ask = async (caller: number): Promise<void> => {
      for (let round = 0; !isOver; round += 1) {
        // Now and then one that has never been planned.
        const name = round % 20 === 0 ? `New${caller}x${round}` : 'Known';
        answers.add(JSON.stringify(await gateway.ask(`query ${name} { where here there }`)));
      }
    };
    const callers = [ask(0), ask(1)];
    for (const [swap, where] of ['two', 'one', 'two'].entries()) {
      gateway.lines.length = 0;
      writeFileSync(gateway.supergraphFile, generations[(swap + 1) % 2] ?? '');
      await gateway.logged(served);
      expect(await gateway.ask('query Known { where here there }')).toMatchObject({ data: { where } });
    }
    isOver = true;
    await Promise.all(callers);
    const answer = (where: string) => JSON.stringify({ status: 200, data: { where, here: 'one', there: 'two' } });
    expect([...answers].toSorted()).toEqual([answer('one'), answer('two')]);
    await gateway.stop();
  });
});
