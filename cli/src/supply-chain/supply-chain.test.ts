// The dependencies of the project, and what the audit would say of others.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { satisfies, validRange } from 'semver';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../project.ts';
import { advisories } from './advisories.ts';
import { decidedBuilds, packagesWithInstallScripts, undecidedBuilds } from './install-scripts.ts';
import { lockedPackages, unsafePackages } from './locked-packages.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const locked = lockedPackages(read('pnpm-lock.yaml'));

const lockfileOf = (...keys: readonly string[]) =>
  `lockfileVersion: '9.0'\npackages:\n${keys.map((key) => `  '${key}':\n    resolution: {integrity: sha512-a}\n`).join('')}`;

describe('the lockfile', () => {
  it('has nothing that an advisory speaks of, and a hash for everything', () => {
    expect(locked.length).toBeGreaterThan(500);
    expect(unsafePackages(locked, advisories)).toEqual([]);
  });

  it.each([
    ['@apollo/gateway', '2.13.1', ['CVE-2026-32621']],
    ['@apollo/gateway', '2.12.3', []],
    ['@apollo/federation-internals', '2.13.0', ['CVE-2026-32621']],
    ['@apollo/query-planner', '2.8.4', ['CVE-2026-32621', 'CVE-2025-32030', 'CVE-2025-32031', 'CVE-2024-43414']],
    ['@apollo/composition', '2.11.4', ['GHSA-mx7m-j9xf-62hw', 'GHSA-m8jr-fxqx-8xx6']],
    ['@apollo/server', '5.4.2', ['GHSA-9q82-xgwf-vj6h']],
    ['graphql', '16.8.0', ['CVE-2023-26144']],
    ['graphql', '16.9.0-alpha.1', []],
    ['graphql', 'https://example.test/graphql.tgz', ['CVE-2023-26144']],
    ['graphql-tag', '1.0.0', []],
  ])('with %s %s would be unsafe by %j', (name, version, ids) => {
    const problems = unsafePackages(lockedPackages(lockfileOf(`${name}@${version}`, 'zod@4.6.7')), advisories);
    expect(problems.map((problem) => /\((.+?):/.exec(problem)?.[1])).toEqual(ids);
  });

  it('with a package that has no hash would be unsafe', () => {
    const text = "packages:\n  a@1.0.0:\n    resolution: {tarball: 'https://example.test/a.tgz'}\n";
    expect(unsafePackages(lockedPackages(text), advisories)).toEqual(['a@1.0.0 has no hash in the lockfile.']);
  });
});

describe('an advisory', () => {
  it.each(advisories)('$id is of packages that we have, and of a range', ({ packages, safe }) => {
    for (const name of packages) expect(locked.map((one) => one.name)).toContain(name);
    expect([validRange(safe), satisfies('0.0.1', safe)]).toEqual([expect.any(String), false]);
  });
});

describe('install scripts', () => {
  it('are those that somebody has decided about', () => {
    const found = packagesWithInstallScripts(root);
    expect(found).toContain('node');
    expect(undecidedBuilds(found, decidedBuilds(read('pnpm-workspace.yaml')))).toEqual([]);
  });

  it('are found in packages with and without a scope, and where nothing but a native source tells of one', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tributary-packages-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const put = (path: string, text: string) => {
      const file = join(dir, 'node_modules/.pnpm/a@1.0.0/node_modules', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    put('a/package.json', '{ "name": "a", "scripts": { "postinstall": "node ." } }');
    put('@b/b/package.json', '{ "name": "@b/b", "scripts": { "preinstall": "node ." } }');
    put('c/package.json', '{ "name": "c", "scripts": { "test": "node ." } }');
    put('d/package.json', '{ "name": "d" }');
    put('d/binding.gyp', '{}');
    expect(packagesWithInstallScripts(dir)).toEqual(['@b/b', 'a', 'd']);
    expect(undecidedBuilds(['a', 'd'], decidedBuilds('allowBuilds: { a: false }'))).toEqual([
      'd has an install script: allow or forbid it in pnpm-workspace.yaml (allowBuilds).',
    ]);
  });
});
