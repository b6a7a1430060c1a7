// The bill of materials: what one command writes is CycloneDX 1.6, and names what the lockfile has locked.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Bill {
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly licenses?: readonly unknown[];
  }[];
}

function written(): Bill {
  const command = ['--yes', 'pnpm', '--silent', 'run', 'sbom'];
  const text = execFileSync('npx', command, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });
  return JSON.parse(text) as Bill; // compared with its schema below
}

function problemsOf(bill: Bill): unknown {
  const schemas = join(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'), '../res/schema');
  const read = (name: string): object => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(read('bom-1.6'));
  return validate(bill) ? [] : validate.errors;
}

it('is CycloneDX 1.6, and has every package that is locked and installed, with its licence', () => {
  const bill = written();
  expect(problemsOf(bill)).toEqual([]);
  expect([bill.specVersion, bill.metadata.component.name]).toEqual(['1.6', 'tributary']);
  const components = bill.components.filter(({ group, name }) => !`${group}${name}`.includes('tributary'));
  const names = components.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`);
  const { packages } = parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')) as { packages: object }; // pnpm wrote it
  expect(Object.keys(packages)).toEqual(expect.arrayContaining(names));
  expect(names.length).toBeGreaterThan(500);
  expect(names).toEqual(expect.arrayContaining(['@apollo/gateway@2.14.4', 'graphql@16.15.0']));
  const unlicensed = components.filter(({ licenses }) => licenses === undefined).map(({ name }) => name);
  expect(unlicensed).toEqual(['seq-queue']); // its package.json names none
});
