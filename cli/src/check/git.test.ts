// The committed side of a check, from real repositories.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';
import { gitBase } from './git.ts';
import { readBase, readHead, without } from './read-side.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-check-'));
const origin = join(folder, 'origin');
const project = join(origin, 'graph');
const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    encoding: 'utf8',
  });

const write = (name: string, text: string) => writeFileSync(join(project, name), text);
const config = 'subgraphs:\n  a:\n    routing_url: http://a\n    schema:\n      file: ./a.graphql\n';

beforeAll(() => {
  mkdirSync(project, { recursive: true });
  git(origin, 'init', '--quiet', '--initial-branch', 'main');
  write('supergraph.yaml', config);
  write('a.graphql', 'type Query { old: Int }');
  git(origin, 'add', '.');
  git(origin, 'commit', '--quiet', '-m', 'one');
  git(origin, 'checkout', '--quiet', '-b', 'change');
  write('a.graphql', 'type Query { new: Int }');
  git(origin, 'commit', '--quiet', '-am', 'two');
  git(origin, 'checkout', '--quiet', 'main');
  write('a.graphql', 'type Query { old: Int later: Int }');
  git(origin, 'commit', '--quiet', '-am', 'three');
  git(origin, 'checkout', '--quiet', 'change');
  git(folder, 'clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${origin}`, 'shallow');
});

beforeAll(() => {
  write('deep.yaml', config.replace('./a.graphql', 'deep.graphqls'));
  write('deep.graphqls', `type Query { a: ${'['.repeat(50_000)}Int${']'.repeat(50_000)} }`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failure = (run: () => unknown): CommandError => {
  try {
    run();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error('It has not failed.');
};

describe('a git ref', () => {
  it('is read where the branch has left it, from the folder of the head', () => {
    expect(readBase('main', project)).toMatchObject({
      kind: 'subgraphs',
      label: expect.stringMatching(/^main \([0-9a-f]{8}\)$/),
      sources: [{ name: 'a', file: join(project, 'a.graphql'), sdl: 'type Query { old: Int }' }],
    });
    expect(readBase('main', join(project, 'supergraph.yaml')).label).toBe(readBase('main', project).label);
  });

  it.each(['missing', '--help', 'main:a', ''])('%j that there is not is exit code 3', (ref) =>
    expect(failure(() => gitBase(ref, project))).toMatchObject({ exitCode: 3, message: expect.stringContaining(`There is no ${ref}`) }),
  );

  it('whose history a shallow clone does not have is exit code 3 with the way out', () =>
    expect(failure(() => gitBase('origin/main', join(folder, 'shallow')))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('git fetch --unshallow'),
    }));

  it('is of no use outside a repository', () => expect(failure(() => gitBase('main', folder))).toMatchObject({ exitCode: 3 }));
});

describe('a side', () => {
  it('may be a folder, a supergraph.yaml or a composed supergraph', () => {
    const sources = [{ name: 'a', sdl: 'type Query { new: Int }' }];
    expect(readHead(project)).toMatchObject({ kind: 'subgraphs', sources });
    expect(readHead(join(project, 'supergraph.yaml'))).toMatchObject({ kind: 'subgraphs', sources });
    const supergraph = join(root, 'supergraph.graphql');
    expect(readBase(supergraph, project)).toEqual({ kind: 'supergraph', label: supergraph, supergraph: readFileSync(supergraph, 'utf8') });
  });

  it.each([
    ['a.graphql', 'is no supergraph'],
    ['deep.yaml', 'graph/deep.graphqls is nested too deep'],
    ['missing.graphql', 'is neither a folder nor a file'],
    ['missing', 'is neither a folder nor a file'],
    ['missing.yaml', 'There is no missing.yaml'],
  ])('that is %s is misuse', (path, message) =>
    expect(failure(() => readHead(join(project, path)))).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) }),
  );

  it('whose schema is missing says which', () => {
    write('bad.yaml', config.replace('./a.graphql', 'b.graphql'));
    expect(failure(() => readHead(join(project, 'bad.yaml')))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('the schema of a, b.graphql'),
    });
  });

  it('loses a subgraph that it has, and no other', () => {
    expect(without(readHead(project), 'a')).toMatchObject({ sources: [], label: expect.stringContaining('without a') });
    expect(failure(() => without(readHead(project), 'b'))).toMatchObject({ exitCode: 2, message: 'There is no subgraph b: there are a.' });
  });
});
