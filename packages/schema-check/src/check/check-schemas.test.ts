// A check as a whole.
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../compose-subgraphs.ts';
import { everyOperation, type UsageThresholds } from '../operations/severity-with-usage.ts';
import { anyWorsePlan, type PlanThresholds } from '../plans/plan-differences.ts';
import { registered } from '../usage/manifests.ts';
import { type CheckSide, checkSchemas } from './check-schemas.ts';
import type { Progress } from './progress.ts';

const sourcesOf = (sdl: string) => [{ name: 'catalog', url: 'http://catalog', file: 'catalog.graphql', sdl }];

const side = (sdl: string, label = 'side'): CheckSide => ({
  kind: 'subgraphs',
  label,
  sources: sourcesOf(sdl),
});

const good = '"Q." type Query { "F." field: Int }';
const removed = '"Q." type Query { "O." other: Int }';

interface Given {
  readonly usage?: readonly string[];
  readonly thresholds?: Partial<UsageThresholds>;
  readonly missed?: number;
  readonly plans?: PlanThresholds;
  readonly progress?: Progress;
}

function checked(base: CheckSide, head: CheckSide, { usage, thresholds, missed = 0, ...given }: Given = {}) {
  const entries = usage?.map((document) => ({ ...registered(document, 'A', 'a.graphql'), client: 'web', lastSeen: '2026-11-01' })) ?? null;
  const approvals = { approvals: [], approvalsFile: 'graph-approvals.yaml' };
  const now = new Date('2026-11-24');
  return checkSchemas({
    base,
    head,
    missed,
    usage: entries,
    thresholds: { ...everyOperation, ...thresholds },
    ...approvals,
    roles: {},
    now,
    ...given,
  });
}

const statuses = ({ tasks }: ReturnType<typeof checked>) => Object.fromEntries(tasks.map(({ task, status }) => [task, status]));

describe('a check', () => {
  it('of what has not changed passes', () => {
    const report = checked(side(good, 'base'), side(good, 'head'));
    expect(report).toMatchObject({ version: 1, base: 'base', head: 'head', changes: [], passed: true });
    expect(statuses(report)).toEqual({
      composition: 'PASSED',
      diff: 'PASSED',
      operations: 'SKIPPED',
      contracts: 'SKIPPED',
      lint: 'PASSED',
      authorization: 'PASSED',
      'null blast': 'PASSED',
      plans: 'SKIPPED',
      database: 'SKIPPED',
    });
  });

  it('without usage fails with each breaking change', () => {
    const report = checked(side(good), side(removed));
    expect(statuses(report)).toMatchObject({ diff: 'FAILED', operations: 'SKIPPED' });
    expect(report.passed).toBe(false);
  });

  it('with usage fails when an operation breaks, and names it', () => {
    const report = checked(side(good), side(removed), { usage: ['query A { field }'] });
    expect(statuses(report)).toMatchObject({ diff: 'PASSED', operations: 'FAILED' });
    const findings = report.tasks.flatMap((task) => task.findings);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'FIELD_REMOVED',
        level: 'error',
        coordinate: 'Query.field',
        affected: [expect.objectContaining({ status: 'broken', operation: expect.objectContaining({ name: 'A', client: 'web' }) })],
      }),
    );
  });

  it('with usage passes when nobody uses what is gone, or nobody who counts', () => {
    expect(checked(side(good), side(removed), { usage: [] }).passed).toBe(true);
    const thresholds = { excludedClients: ['web'] };
    expect(checked(side(good), side(removed), { usage: ['query A { field }'], thresholds }).passed).toBe(true);
  });

  it('warns of an operation that the base refuses already', () => {
    const report = checked(side(good), side(good), { usage: ['query A { missing }'] });
    expect(report.tasks[2]).toMatchObject({ task: 'operations', status: 'WARNED', findings: [{ code: 'OPERATION_INVALID' }] });
  });

  it('warns of executions that the snapshots have missed', () => {
    const report = checked(side(good), side(good), { usage: [], missed: 12 });
    expect(report.tasks[2]).toMatchObject({
      status: 'WARNED',
      findings: [{ code: 'USAGE_INCOMPLETE', message: expect.stringContaining('12') }],
    });
  });

  it('plans the operations that the change reaches, those alone that count and are valid on both sides', () => {
    const [base, head] = ['"Q." type Query { "F." field: Int "O." other: Int }', '"Q." type Query { "O." other(of: Int): Int }'].map(
      (sdl) => side(sdl),
    );
    if (base === undefined || head === undefined) throw new Error('There are two.');
    const report = checked(base, head, { usage: ['{ field }', '{ other }', '{ __typename }'], plans: anyWorsePlan });
    expect(report.tasks.at(-2)).toMatchObject({
      task: 'plans',
      status: 'PASSED',
      reason: '2 operations are valid on both sides; the change reaches 1 of them',
    });
    expect(checked(base, head, { plans: anyWorsePlan }).tasks.at(-2)).toMatchObject({ task: 'plans', status: 'SKIPPED' });
  });

  it('tells what it does while it does it', () => {
    const steps: string[] = [];
    checked(side(good), side(good), { progress: (step) => steps.push(step) });
    expect(steps).toEqual([
      'composition of the base',
      'composition of the head',
      'diff',
      'operations',
      'contracts',
      'lint',
      'authorization',
      'null blast',
      'plans',
      'database',
    ]);
  });

  it('against a supergraph compares what clients see', () => {
    const composition = composeSubgraphs(sourcesOf(good));
    if (composition.kind === 'failed') throw new Error('It composes.');
    const report = checked({ kind: 'supergraph', label: 'supergraph.graphql', supergraph: composition.supergraph }, side(removed));
    expect(statuses(report)).toMatchObject({ diff: 'FAILED', lint: 'SKIPPED' });
  });

  it('warns of what it touches and passes', () => {
    const report = checked(side(good), side(`${good} type Unused { a: Int }`));
    expect(statuses(report)['lint']).toBe('WARNED');
    expect(report.passed).toBe(true);
  });

  it('of a head that does not compose fails with the place, and skips the rest', () => {
    const report = checked(side(good), side('type Query {\n  field: Missing\n}'));
    expect(report.tasks[0]).toMatchObject({ status: 'FAILED', findings: [{ level: 'error', source: { file: 'catalog.graphql' } }] });
    expect(report.tasks.slice(1).every(({ status, reason }) => status === 'SKIPPED' && reason === 'the head does not compose')).toBe(true);
    expect(report.passed).toBe(false);
  });

  it('against a base that does not compose warns: whoever repairs it is not held up', () => {
    const report = checked(side('type Query {'), side(good));
    expect(report.tasks[0]).toMatchObject({ status: 'WARNED', findings: [{ code: 'BASE_DOES_NOT_COMPOSE' }] });
    expect(report.passed).toBe(true);
  });
});
