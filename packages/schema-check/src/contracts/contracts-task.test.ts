// Contracts in a check.
import { expect, it } from 'vitest';
import { type CheckInput, checkSchemas } from '../check/check-schemas.ts';
import { composeSubgraphs } from '../compose-subgraphs.ts';
import { everyOperation } from '../operations/severity-with-usage.ts';
import { registered } from '../usage/manifests.ts';
import { parseContracts } from './contract-config.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@tag"])';
const tag = '@tag(name: "no")';
const partner = '{ name: partner, exclude: [no] }';
const full = 'type Query { a: Int b: Int c: Int @tag(name: "no") }';

const side = (sdl: string, contracts = partner) => ({
  kind: 'subgraphs' as const,
  label: 'side',
  sources: [{ name: 'catalog', url: 'http://catalog', file: 'catalog.graphql', sdl: `${link}\n${sdl}` }],
  contracts: parseContracts(`contracts: [${contracts}]`, 'supergraph.yaml'),
});

function checked(base: CheckInput['base'], head: CheckInput['head'], given: Partial<CheckInput> = {}) {
  const approvals = { approvals: [], approvalsFile: 'graph-approvals.yaml' };
  const report = checkSchemas({
    ...{ base, head, usage: null, thresholds: everyOperation, ...approvals, roles: {}, now: new Date('2026-11-24') },
    ...given,
  });
  const task = report.tasks.find((one) => one.task === 'contracts');
  if (task === undefined) throw new Error('There is a task for contracts.');
  return { report, task, codes: task.findings.map(({ level, code, coordinate }) => [level, code, coordinate].join(' ')) };
}

it('a field that gets an excluded tag breaks the contract alone, and the tag is named with its place', () => {
  const { report, task } = checked(side(full), side(full.replace('b: Int', `b: Int ${tag}`)));
  expect(report.passed).toBe(false);
  expect(task).toMatchObject({ status: 'FAILED', reason: 'partner: 1 change: 1 breaking' });
  expect(task.findings).toMatchObject([
    {
      level: 'error',
      code: 'FIELD_REMOVED',
      coordinate: 'Query.b',
      message: expect.stringMatching(
        /^Contract partner: .* It is left out: the tag "no" at Query\.b is excluded\. Fingerprint [0-9a-f]{16}\.$/,
      ),
      source: { file: 'catalog.graphql', line: 2, column: 28 },
    },
  ]);
  expect(report.tasks.find((one) => one.task === 'diff')?.status).not.toBe('FAILED');
});

it('a change of the whole graph has the same fingerprint in a contract, and one of a contract alone has its own', () => {
  const fingerprints = (head: string) =>
    checked(side(full), side(head)).report.tasks.flatMap(({ findings }) =>
      findings.flatMap(({ message }) => / [0-9a-f]{16}\./.exec(message) ?? []),
    );
  const [whole, inContract] = fingerprints(full.replace('b: Int', ''));
  expect(inContract).toBe(whole);
  expect(fingerprints(full.replace('b: Int', `b: Int ${tag}`))).not.toContain(whole);
});

it('operations judge a contract too: a change that nobody feels passes, one that breaks somebody names them', () => {
  const head = side(full.replace('b: Int', `b: Int ${tag}`));
  const used = (document: string) => checked(side(full), head, { usage: [registered(document, 'A', 'a.graphql')] });
  expect(used('query A { a }').report.passed).toBe(true);
  expect(used('query A { c }').report.passed).toBe(true); // It could not be sent to the contract before either.
  expect(used('query A { b }').task.findings).toMatchObject([{ level: 'error', affected: [{ status: 'broken' }] }]);
});

it('an approval of what changes in a contract holds there, and is not stale', () => {
  const head = side(full.replace('b: Int', `b: Int ${tag}`));
  const [, change = ''] = /Fingerprint ([0-9a-f]{16})/.exec(checked(side(full), head).task.findings[0]?.message ?? '') ?? [];
  const approval = { change, operations: '*', reason: 'agreed', approver: 'ann', expires: '2026-12-31', line: 1 } as const;
  const { report, codes } = checked(side(full), head, { approvals: [approval] });
  expect(report.passed).toBe(true);
  expect(codes).toEqual(['note FIELD_REMOVED Query.b']);
  const expired = checked(side(full), head, { approvals: [{ ...approval, expires: '2026-01-01' }] });
  const told = expired.report.tasks.flatMap(({ task, findings }) => findings.map(({ code }) => `${task} ${code}`));
  expect(told).toContain('contracts APPROVAL_EXPIRED');
  expect(told.filter((text) => text.endsWith('APPROVAL_STALE'))).toEqual([]);
  expect(expired.report.passed).toBe(false);
});

it('a contract that no longer composes fails, and one that never did is nothing to compare with', () => {
  const broken = full.replace('b: Int', 'b: T').concat(` type T ${tag} { x: Int }`);
  expect(checked(side(full), side(broken)).codes).toEqual(['error REFERENCED_INACCESSIBLE Query.b']);
  expect(checked(side(broken), side(full)).codes).toEqual(['warning BASE_DOES_NOT_COMPOSE ']);
});

it('a new, a removed and a misspelt contract is told', () => {
  const two = `${partner}, { name: other, exclude: [No] }`;
  expect(checked(side(full), side(full, two)).codes).toEqual(['note CONTRACT_ADDED ', 'warning CONTRACT_TAG_UNKNOWN ']);
  expect(checked(side(full, two), side(full)).codes).toEqual(['warning CONTRACT_REMOVED ']);
});

it('a base that is a supergraph is compared by the contracts of the head', () => {
  const composition = composeSubgraphs(side(full).sources);
  if (composition.kind === 'failed') throw new Error('It composes.');
  const base = { kind: 'supergraph', label: 'supergraph.graphql', supergraph: composition.supergraph } as const;
  expect(checked(base, side(full.replace('b: Int', `b: Int ${tag}`))).codes).toEqual(['error FIELD_REMOVED Query.b']);
  const without = { ...base, supergraph: composition.supergraph.replace(` ${tag}`, '') };
  expect(checked(without, side(full)).codes).toEqual(['note CONTRACT_ADDED ']);
});

it.each([
  ['contracts: {', 'is no YAML'],
  ['contracts: 1', '"contracts" is not a list'],
  ['contracts: [{}]', ':1: a contract has a "name"'],
  ['contracts: [{ name: ../up, exclude: [a] }]', 'a contract has a "name"'],
  ['contracts:\n  - { name: a, exclude: [a] }\n  - { name: a, exclude: [a] }', ':3: two contracts are called a'],
  ['contracts: [{ name: a, excludes: [a] }]', 'has no "excludes"'],
  ['contracts: [{ name: a, include: a }]', '"include" of a is a list of tags'],
  ['contracts: [{ name: a, include: ["a b"] }]', '"include" of a is a list of tags'],
  ['contracts: [{ name: a, include: [a], exclude: [a] }]', 'includes and excludes "a"'],
  ['contracts: [{ name: a }]', 'neither includes nor excludes'],
  ['contracts: [{ name: a, exclude: [a], hideUnreachableTypes: 1 }]', 'is true or false'],
])('%j is refused', (yaml, message) => expect(() => parseContracts(yaml, 'c.yaml')).toThrow(message));
