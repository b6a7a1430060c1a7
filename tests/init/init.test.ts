// npx pnpm test init: the packages are packed, and platforms made of them start and pass their own tests, in a folder outside the repository.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, freePort, root, until } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAll, outside, pressCtrlC, run, start } from './support.ts';

const dir = outside();
const tarballs = join(dir, 'tarballs');
const program = join(dir, 'package/dist/main.js');
const init = (...args: string[]) => start(dir, 'node', [program, 'init', ...args]);

beforeAll(async () => {
  await run(root, 'npx', ['--yes', 'pnpm', 'pack:all', tarballs]);
  await run(dir, 'tar', ['-xzf', join(tarballs, 'tributary-cli-0.1.0.tgz')]);
});
afterAll(() => {
  endAll();
  rmSync(dir, { recursive: true, force: true });
});

it('packs no TypeScript but declarations and the example, and no version that only the repository knows', async () => {
  for (const file of readdirSync(tarballs)) {
    const names = (await run(tarballs, 'tar', ['-tzf', file])).split('\n');
    expect(names.filter((name) => /^package\/(?!example|init).*(?<!\.d)\.ts$/.test(name))).toEqual([]);
    expect(await run(tarballs, 'tar', ['-xzOf', file, 'package/package.json'])).not.toMatch(/workspace:|catalog:|\.\/src\//);
  }
});

it.each([
  ['a folder that is not empty', ['full'], 'is not empty (mine.txt)'],
  ['an unknown example', ['new', '--example', 'southwind'], '--example is one of northwind, none, not "southwind"'],
  ['an unknown flag', ['new', '--force'], "Unknown option '--force'"],
  ['packages that are not there', ['new', '--packages', 'full'], 'has no tributary-cli-0.1.0.tgz'],
])('refuses %s, and writes nothing', async (_what, args, message) => {
  mkdirSync(join(dir, 'full'), { recursive: true });
  writeFileSync(join(dir, 'full/mine.txt'), 'mine');
  const refused = init(...args);
  expect([await refused.ended, refused.output()]).toEqual([2, expect.stringContaining(message)]);
  expect([readdirSync(join(dir, 'full')), readdirSync(dir).includes('new')]).toEqual([['mine.txt'], false]);
});

describe.each([
  { example: 'none', signIn: 'admin@example.test' },
  { example: 'northwind', signIn: 'alfki@customers.northwind.test' },
])('a platform with the example $example', ({ example, signIn }) => {
  const platform = join(dir, example);

  it('is made by one command, and installed', async () => {
    const made = init(example, '--example', example, '--packages', tarballs);
    expect([await made.ended, made.output()]).toEqual([0, expect.stringContaining(`cd ${example}\n  npx pnpm start`)]);
    await run(platform, 'npx', ['--yes', 'pnpm', 'install', '--prefer-offline']);
  });

  it('starts with npx pnpm start, answers the first query of its README, and ends with Ctrl-C', async () => {
    const port = await freePort();
    const running = start(platform, 'npx', ['--yes', 'pnpm', 'start'], { PORT: String(port) });
    try {
      const isUp = () => running.output().includes('Ctrl-C stops everything.') || running.child.exitCode !== null;
      await until(`${example} runs`, isUp, 180_000);
      const client = createClient(`http://127.0.0.1:${port}/graphql`);
      const { query, answer } = firstQueryOf(platform);
      const { data, errors } = await client.ask(query, { token: await client.signIn(signIn) });
      expect({ data, errors }).toEqual(answer);
    } finally {
      pressCtrlC(running);
      await running.ended;
    }
    expect(running.output()).toContain('Stopped.');
  });

  it('passes npx pnpm test, and npx pnpm check once it is composed', async () => {
    await run(platform, 'npx', ['--yes', 'pnpm', 'test']);
    await run(platform, 'npx', ['--yes', 'pnpm', 'compose']);
    await run(platform, 'npx', ['--yes', 'pnpm', 'check']);
  });
});

function firstQueryOf(platform: string) {
  const readme = readFileSync(join(platform, 'README.md'), 'utf8');
  const block = (language: string) => readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
  return { query: block('graphql'), answer: JSON.parse(block('json')) };
}
