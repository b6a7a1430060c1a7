// The examples for CI systems: they do what they say, with commands and flags that there are.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../commands.ts';
import { root } from '../project.ts';
import { checkOptionsOf } from './check-options.ts';

const fileIn = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(fileIn('package.json'));

/** What is run of ours: the words behind `npx pnpm`, variables as they are. */
const callsIn = (script: string): readonly (readonly string[])[] =>
  [...script.replaceAll(/\\\n\s*/g, '').matchAll(/npx (?:--yes )?pnpm ([^|;\n]+)/g)].map(([, call = '']) =>
    [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word),
  );

/** The workflow's steps, its shell alone. */
function workflowScript(): string {
  const { jobs } = parse(fileIn('docs/ci/github-actions.yml'));
  const steps: readonly { readonly run?: string }[] = jobs.check.steps;
  return steps.flatMap(({ run }) => run ?? []).join('\n');
}

describe.each([
  ['docs/ci/github-actions.yml', workflowScript(), 1],
  ['docs/ci/check.sh', fileIn('docs/ci/check.sh'), 1],
  ['.ci/run', fileIn('.ci/run'), 2],
])('%s', (_, script, checks) => {
  const calls = callsIn(script).filter(([name]) => name !== 'install');

  it('calls scripts and commands that there are', () => {
    expect(calls.length).toBeGreaterThanOrEqual(checks);
    for (const [name, command] of calls) {
      expect(scripts).toHaveProperty([name ?? '']);
      if (name === 'tributary') expect(commands).toHaveProperty([command ?? '']);
    }
  });

  it('checks the schemas, with flags that there are', () => {
    const asked = calls.filter(([name, command]) => name === 'tributary' && command === 'check');
    expect(asked).toHaveLength(checks);
    for (const [, , ...flags] of asked) expect(checkOptionsOf(flags)).toMatchObject({ usage: null, deleted: null });
  });
});

it('the workflow asks for the history that the check needs, and passes the base by the environment', () => {
  const { steps } = parse(fileIn('docs/ci/github-actions.yml')).jobs.check;
  expect(steps[0]).toMatchObject({ uses: expect.stringMatching(/^actions\/checkout@/), with: { 'fetch-depth': 0 } });
  expect(workflowScript()).not.toContain('${{');
});

describe('the script for any system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-ci-'));
  const origin = join(folder, 'origin');
  const clone = join(folder, 'clone');
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd });
  const commit = (sdl: string, message: string) => {
    writeFileSync(join(origin, 'a.graphql'), sdl);
    git(origin, 'add', '.');
    git(origin, 'commit', '--quiet', '-m', message);
  };

  beforeAll(() => {
    git(folder, 'init', '--quiet', '--initial-branch', 'main', 'origin');
    const config = 'subgraphs:\n  a:\n    routing_url: http://a\n    schema:\n      file: a.graphql\n';
    writeFileSync(join(origin, 'supergraph.yaml'), config);
    commit('type Query { old: Int }', 'one');
    git(origin, 'checkout', '--quiet', '-b', 'change');
    commit('type Query { new: Int }', 'two');
    git(origin, 'checkout', '--quiet', 'main');
    commit('type Query { old: Int later: Int }', 'three');
    // One branch and no history, as most systems clone.
    git(folder, 'clone', '--quiet', '--depth', '1', '--branch', 'change', `file://${origin}`, 'clone');
    // In place of the project's own: it would install first.
    const npx = `#!/bin/sh\ncase "$*" in *install*) exit 0;; esac\nshift 2\nexec "${process.execPath}" "${join(root, 'cli/src/main.ts')}" "$@"\n`;
    writeFileSync(join(folder, 'npx'), npx);
    chmodSync(join(folder, 'npx'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // It runs git and a whole command.
  it('brings the history, and leaves its reports and the exit code', { timeout: 30_000 }, () => {
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
    const ran = spawnSync('sh', [join(root, 'docs/ci/check.sh')], { cwd: clone, env, encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(ran.status).toBe(1);
    const { base, changes } = JSON.parse(readFileSync(join(clone, 'schema-check.json'), 'utf8'));
    expect(base).toMatch(/^origin\/main /);
    expect(changes.map(({ coordinate }: { readonly coordinate: string }) => coordinate).toSorted()).toEqual(['Query.new', 'Query.old']);
    expect(readFileSync(join(clone, 'schema-check.xml'), 'utf8')).toContain('<testsuite ');
  });
});
