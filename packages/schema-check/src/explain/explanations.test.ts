// What `tributary explain` knows: every code that is printed anywhere, and examples that have the code.
import { globSync, readFileSync } from 'node:fs';
import { HINTS } from '@apollo/composition/dist/hints.js';
import { ERRORS } from '@apollo/federation-internals';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { subgraphsOfText } from '../../test/graph-of-text.ts';
import { changeCodes, isChangeCode } from '../change-codes.ts';
import { type CheckSide, checkSchemas } from '../check/check-schemas.ts';
import { isDatabaseCode } from '../codes/database-codes.ts';
import { parseContracts } from '../contracts/contract-config.ts';
import { everyOperation } from '../operations/severity-with-usage.ts';
import { codesJson } from './codes-json.ts';
import { explanations } from './explanations.ts';

/** Written like codes, and none: a kind of key, a variable of the environment, words of PostgreSQL's parser. */
const isOther = (name: string) => ['INTERFACE_OBJECT', 'MAIL_DIR', 'DROP_CASCADE'].includes(name) || /^(OBJECT|CONSTR)_/.test(name);

it('every code that stands in the sources is explained, with a way out where one is needed', () => {
  const root = new URL('../../../../', import.meta.url).pathname;
  const files = globSync(['packages/schema-check/src/**/*.ts', 'cli/src/{check,commands,composition,schemas}/*.ts'], { cwd: root });
  const sources = files.filter((file) => !/\.test\.ts$|\/testing\/|\/codes\/|\/explain\//.test(file));
  const named = sources.flatMap((file) => readFileSync(`${root}${file}`, 'utf8').match(/(?<=')[A-Z]+(_[A-Z]+)+(?=')/g) ?? []);
  // Codes of arguments and of input fields are put together: ARGUMENT_ and DEFAULT_ADDED.
  const isKnown = (code: string) => Object.keys(explanations).some((known) => known === code || known.endsWith(`_${code}`));
  expect(named.length).toBeGreaterThan(80);
  expect([...new Set(named)].filter((code) => !isKnown(code) && !isOther(code))).toEqual([]);
  for (const { severity, wayOut } of Object.values(explanations))
    if (['error', 'warning'].includes(severity)) expect(wayOut).not.toBeNull();
});

it("every error and hint of composition is explained, in Apollo's words where there are no better ones", () => {
  const codes = [...Object.values(ERRORS), ...Object.values(HINTS)].map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => (explanations[code]?.meaning ?? '') === '')).toEqual([]);
});

it('no two tables explain a code differently', () => {
  for (const code of Object.keys(changeCodes)) expect(explanations[code]).toBe(isChangeCode(code) ? changeCodes[code] : null);
});

/** One subgraph, or those that are headed; contracts are in the first line. */
function sideOf(text: string): CheckSide {
  const [, contracts = '[]'] = /^# contracts: (.+)$/m.exec(text) ?? [];
  const sources = subgraphsOfText(text.includes('# subgraph') ? text : `# subgraph a\n${text}`);
  return { kind: 'subgraphs', label: 'side', sources, contracts: parseContracts(`contracts: ${contracts}`, 'supergraph.yaml') };
}

describe('the example has the code', () => {
  // Those of changes and of databases are tried where their tables are.
  const isTried = (code: string) => isChangeCode(code) || isDatabaseCode(code);
  const examples = Object.entries(explanations).filter(([code, { after }]) => after !== null && !isTried(code));
  it.each(examples)('%s', (code, { before, after, severity }) => {
    const sides = { base: sideOf(before ?? 'type Query { z: Int }'), head: sideOf(after ?? '') };
    const approvals = { approvals: [], approvalsFile: 'graph-approvals.yaml', thresholds: everyOperation, usage: null };
    const { tasks } = checkSchemas({ ...sides, ...approvals, roles: {}, now: new Date('2026-11-24') });
    const found = tasks.flatMap(({ findings }) => findings);
    expect(found.find((finding) => finding.code === code)?.level, found.map((one) => `${one.code} ${one.message}`).join('\n')).toBe(
      severity,
    );
  });
});

it('as JSON it is what the published schema says', () => {
  const schema = readFileSync(new URL('../../../../docs/schemas/explained-codes.v1.json', import.meta.url), 'utf8');
  const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(schema));
  expect(validate(JSON.parse(codesJson(explanations))), JSON.stringify(validate.errors)).toBe(true);
});
