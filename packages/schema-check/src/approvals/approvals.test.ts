// Approvals, and what they make of changes.
import { describe, expect, it } from 'vitest';
import { broken, change } from '../testing/reports.ts';
import { parseApprovals } from './approvals.ts';
import { judgeChanges } from './judge-changes.ts';

const text = (fields: Readonly<Record<string, string>> = {}) => {
  const all = { change: change.fingerprint, operations: '"*"', reason: 'nobody pays', approver: 'ann', expires: '2026-12-31', ...fields };
  return `approvals:\n  - ${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n    ')}\n`;
};

const judged = (yaml: string, affected: Parameters<typeof judgeChanges>[0]['affected'] = [broken], changes = [change]) =>
  judgeChanges({
    changes,
    affected,
    approvals: parseApprovals(yaml, 'a.yaml').approvals,
    approvalsFile: 'a.yaml',
    today: '2026-11-24',
  }).map(({ level, code, message }) => [level, code, message]);

describe('a change', () => {
  it('is an error when it breaks a known operation', () =>
    expect(judged('')).toEqual([['error', 'FIELD_REMOVED', `${change.message} Fingerprint ${change.fingerprint}.`]]));

  it('is a note when no known operation uses it', () => expect(judged('', [])[0]?.[0]).toBe('note'));

  it('is an error when nothing is known of operations', () => expect(judged('', null)[0]?.[0]).toBe('error'));

  it('is a warning when it is dangerous to an operation that stays valid', () =>
    expect(judged('', [{ ...broken, status: 'potentially-affected' }], [{ ...change, severity: 'dangerous' }])[0]?.[0]).toBe('warning'));

  it('is a note once somebody answers for it, with the name and the reason', () =>
    expect(judged(text())).toEqual([['note', 'FIELD_REMOVED', `${change.message} Approved by ann until 2026-12-31: nobody pays`]]));

  it.each([
    ['a known operation breaks', [broken], 'breaking'],
    ['a known operation may be answered otherwise', [{ ...broken, status: 'potentially-affected' }], 'dangerous'],
    ['nothing is known of operations', null, 'breaking'],
  ] as const)('fails with a code of its own when its approval has run out and %s', (_, affected, severity) =>
    expect(judged(text({ expires: '2026-11-23' }), affected, [{ ...change, severity }])).toEqual([
      ['error', 'APPROVAL_EXPIRED', `${change.message} The approval by ann ended on 2026-11-23. Fingerprint ${change.fingerprint}.`],
    ]),
  );

  it('that nobody feels needs no approval: one that has run out is a warning', () =>
    expect(judged(text({ expires: '2026-11-23' }), [])).toEqual([
      ['note', 'FIELD_REMOVED', expect.stringContaining('No known operation uses it.')],
      ['warning', 'APPROVAL_STALE', expect.stringContaining('ended on 2026-11-23')],
    ]));

  it('that is approved again is a note, beside a warning of the approval that has run out', () => {
    const renewed = `${text({ expires: '2026-11-23' })}${text().replace('approvals:\n', '')}`;
    expect(judged(renewed).map(([level, code]) => [level, code])).toEqual([
      ['note', 'FIELD_REMOVED'],
      ['warning', 'APPROVAL_STALE'],
    ]);
  });

  it('is approved on the last day', () => expect(judged(text({ expires: '2026-11-24' }))[0]?.[0]).toBe('note'));

  it('is not approved for operations that the approval does not name', () => {
    expect(judged(text({ operations: '[Other]' }))[0]?.[0]).toBe('error');
    expect(judged(text({ operations: '[Other, ProductPage]' }))[0]?.[0]).toBe('note');
  });
});

it('an operation that is broken without a change is an error of its own', () =>
  expect(judged('', [{ ...broken, changes: [] }], [])).toEqual([['error', 'OPERATION_BROKEN', expect.stringContaining('ProductPage')]]));

it('an expired approval of nothing is a warning', () =>
  expect(judged(text({ expires: '2026-01-01' }), [], [])).toEqual([['warning', 'APPROVAL_STALE', expect.stringContaining('2026-01-01')]]));

it('an empty file has no approvals', () => expect(parseApprovals('# none\n', 'a.yaml')).toEqual({ approvals: [], problems: [] }));

it.each([
  ['approvals: {', /^a\.yaml: .+/],
  ['approvals: 1', /^a\.yaml: "approvals" is not a list\.$/],
  [text({ reason: '""' }), /^a\.yaml:2: an approval has no "reason"\.$/],
  [text({ expires: '2026-02-31' }), /^a\.yaml:2: "2026-02-31" is not a day/],
  [text({ operations: '1' }), /^a\.yaml:2: "operations" is neither a list of names nor "\*"\.$/],
])('%j is refused', (yaml, problem) => expect(parseApprovals(yaml, 'a.yaml').problems).toEqual([expect.stringMatching(problem)]));
