// A check as a whole.
import { describe, expect, it } from 'vitest';
import type { AffectedOperation, Change } from '../model.ts';
import { broken, change } from '../testing/reports.ts';
import { type CheckSide, checkSchemas } from './check-schemas.ts';

const side = (sdl: string, label = 'side'): CheckSide => ({
  kind: 'subgraphs',
  label,
  sources: [{ name: 'catalog', url: 'http://catalog', file: 'catalog.graphql', sdl }],
});

const good = '"Q." type Query { "F." field: Int }';
const { operation } = broken;

function checked(base: CheckSide, head: CheckSide, changes: readonly Change[] = [], affected: readonly AffectedOperation[] | null = null) {
  const usage = affected === null ? null : [operation];
  const input = { base, head, usage, approvals: [], approvalsFile: 'graph-approvals.yaml', roles: {}, today: '2026-11-24' };
  return checkSchemas(input, { changesBetween: () => changes, affectedOperations: () => affected ?? [] });
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
      lint: 'PASSED',
      authorisation: 'PASSED',
      'null blast': 'PASSED',
    });
  });

  it('without usage fails with each breaking change', () => {
    const report = checked(side(good), side(good), [change]);
    expect(statuses(report)).toMatchObject({ diff: 'FAILED', operations: 'SKIPPED' });
    expect(report.passed).toBe(false);
  });

  it('with usage fails when an operation breaks, and passes when none does', () => {
    expect(statuses(checked(side(good), side(good), [change], [broken]))).toMatchObject({ diff: 'PASSED', operations: 'FAILED' });
    expect(checked(side(good), side(good), [change], []).passed).toBe(true);
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
