// The other commands: help, misuse, and what CI calls.
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, runCommand } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const copy = copyProject();
afterAll(() => rmSync(join(copy, '..'), { recursive: true, force: true }));
const run = (...args: string[]) => runCommand(args, {}, copy);

describe('help', () => {
  it('lists every command, and each command explains itself', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    const names = [...output.matchAll(/^ {2}(\w+) +\S/gm)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['start', 'dev', 'compose', 'generate', 'seed', 'setup', 'migration', 'docs']));
    for (const name of names) {
      const help = await run(name, '--help');
      expect([help.code, help.output]).toEqual([0, expect.stringMatching(new RegExp(`^npx pnpm (tributary )?${name}\\b`))]);
    }
  });

  it('is printed for a command that is missing or unknown, with exit code 2', async () => {
    expect(await run()).toMatchObject({ code: 2, output: expect.stringContaining('Usage:') });
    expect(await run('strat')).toMatchObject({ code: 2, output: expect.stringContaining('There is no command "strat".') });
  });
});

describe('compose', () => {
  it('--check passes when supergraph.graphql is what the schemas compose to, without a hint', async () => {
    expect(await run('compose', '--check')).toEqual({ code: 0, output: 'supergraph.graphql is what the subgraphs compose to.\n' });
  });

  it('--check fails when it is stale; compose writes it; errors name file and line', async () => {
    const schema = join(copy, 'subgraphs/reviews/schema.graphql');
    const before = readFileSync(schema);
    appendFileSync(schema, '\nextend type Product { "How loud it is." loudness: Int }\n');
    expect(await run('compose', '--check')).toMatchObject({ code: 1, output: expect.stringContaining('supergraph.graphql is stale') });
    expect(await run('compose')).toMatchObject({ code: 0, output: expect.stringContaining('Wrote supergraph.graphql.') });
    expect(readFileSync(join(copy, 'supergraph.graphql'), 'utf8')).toContain('loudness');
    appendFileSync(schema, 'type {');
    expect(await run('compose')).toMatchObject({ code: 1, output: expect.stringMatching(/subgraphs\/reviews\/schema\.graphql:\d+:\d+/) });
    writeFileSync(schema, before);
  });
});

describe('migration new', () => {
  it('needs a subgraph and a name', async () => {
    expect(await run('migration', 'new')).toMatchObject({ code: 2, output: expect.stringContaining('Usage: migration new') });
    expect(await run('migration', 'new', 'nothing', 'x')).toMatchObject({
      code: 2,
      output: expect.stringContaining('There is no subgraph "nothing".'),
    });
  });

  it('writes the SQL of what has changed', async () => {
    // The copy is no git repository: the difference is that to an empty database.
    const before = readdirSync(join(copy, 'prisma/reviews/migrations'));
    const { code, output } = await run('migration', 'new', 'reviews', 'loudness');
    expect([code, output]).toEqual([0, expect.stringMatching(/^Wrote prisma\/reviews\/migrations\/\d{14}_loudness\/migration\.sql/)]);
    const [made = ''] = readdirSync(join(copy, 'prisma/reviews/migrations')).filter((name) => !before.includes(name));
    expect(readFileSync(join(copy, 'prisma/reviews/migrations', made, 'migration.sql'), 'utf8')).toContain('CREATE TABLE "Review"');
  });
});

describe('docs', () => {
  it('--check passes when the documentation is what the code says, and fails when it is not', async () => {
    expect(await run('docs', '--check')).toEqual({ code: 0, output: 'The documentation is what the code says.\n' });
    appendFileSync(join(copy, 'docs/errors.md'), 'something else\n');
    expect(await run('docs', '--check')).toMatchObject({ code: 1, output: expect.stringContaining('is stale') });
    expect(await run('docs')).toMatchObject({ code: 0, output: 'Rewrote 1 files.\n' });
  });
});

it('seed wants a number of copies', async () => {
  for (const args of [[], ['--scale', '0'], ['--scale', 'many']]) {
    expect(await run('seed', ...args)).toMatchObject({ code: 2, output: expect.stringContaining('--scale N') });
  }
});

it('generate does nothing when nothing has changed, and all of it when forced', async () => {
  expect((await run('generate')).code).toBe(0);
  expect(await run('generate', '--force')).toMatchObject({ code: 0, output: expect.stringContaining('reviews') });
});
