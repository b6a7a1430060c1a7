// What a check finds in databases, and how it tells it.
import { describe, expect, it, test } from 'vitest';
import { databasePairs } from '../../corpus/database.ts';
import { databaseTaskOf } from '../../test/database-of-text.ts';
import { databaseTask } from './database-task.ts';

test.each(databasePairs)('$name', async ({ before, after, findings: expected }) => {
  const { findings, status } = await databaseTaskOf(before, after);
  const found = findings.map(({ level, code, coordinate }) => `${level} ${code} ${coordinate ?? '-'}`);
  expect(found.toSorted(), findings.map(({ message }) => message).join('\n')).toEqual(expected.toSorted());
  const worst = ['error', 'warning'].find((level) => expected.some((one) => one.startsWith(level)));
  expect(status).toBe(worst === undefined ? 'PASSED' : worst === 'error' ? 'FAILED' : 'WARNED');
});

it('no two pairs of the corpus have one name', () =>
  expect(new Set(databasePairs.map(({ name }) => name)).size).toBe(databasePairs.length));

const before = `
// schema.prisma
model P {
  id Int     @id
  /// @graphql P.a
  a  String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! a: String }`;
const dropped = `
// schema.prisma
model P {
  id Int @id
}
-- 2_drop.sql
-- Nobody asks – for it.
ALTER TABLE "P"
  ADD COLUMN "b" TEXT,
  DROP COLUMN "a";
ALTER TABLE "P" DROP COLUMN "b";`;

describe('a finding', () => {
  it('of a migration has its file and the line of its clause', async () => {
    const [finding] = (await databaseTaskOf(before, dropped)).findings;
    expect(finding).toMatchObject({ source: { subgraph: 'p', file: '2_drop.sql', line: 4, column: 1 }, coordinate: 'P.a' });
    expect(finding?.message).toMatch(/^P\.a is dropped\. It is behind P\.a\. Fingerprint [0-9a-f]{16}\.$/);
  });

  it('of a Prisma schema has the line of its field', async () => {
    const [finding] = (await databaseTaskOf(before, '# schema.graphql\ntype Query { p: P }\ntype P { id: ID! }')).findings;
    // Three lines of the datasource stand before.
    expect(finding?.source).toMatchObject({ file: 'schema.prisma', line: 7 });
  });

  it('of a Prisma schema that is refused says what Prisma says, where it says it', async () => {
    const [finding] = (await databaseTaskOf(before, '// schema.prisma\nmodel P {\n  id Itn @id\n}')).findings;
    expect(finding).toMatchObject({ message: expect.stringContaining('Type "Itn" is neither a built-in type'), source: { line: 5 } });
  });

  it.each(['P', 'P.a,P.b', 'P.a Computed', ''])('of the annotation "%s" says what it should be', async (text) => {
    const [finding] = (await databaseTaskOf(before, `// schema.prisma\nmodel P {\n  id Int @id\n  /// @graphql ${text}\n  a String?\n}`))
      .findings;
    expect(finding).toMatchObject({ code: 'PRISMA_SCHEMA_UNREADABLE', message: expect.stringContaining('is not "@graphql Type.field"') });
  });

  it('that somebody answers for is a note, and fails again when the approval has run out', async () => {
    const [finding] = (await databaseTaskOf(before, dropped)).findings;
    const change = /Fingerprint (\w+)/.exec(finding?.message ?? '')?.[1] ?? '';
    const approval = { change, operations: '*', reason: 'It was empty.', approver: 'ann', expires: '2026-11-24', line: 1 } as const;
    expect(await databaseTaskOf(before, dropped, { approvals: [approval] })).toMatchObject({
      status: 'PASSED',
      findings: [{ level: 'note', message: expect.stringContaining('Approved by ann') }],
    });
    const ended = { ...approval, expires: '2026-11-23' };
    expect(await databaseTaskOf(before, dropped, { approvals: [ended] })).toMatchObject({
      status: 'FAILED',
      findings: [{ level: 'error', message: expect.stringContaining('ended on 2026-11-23') }],
    });
  });
});

describe('where there are no migrations', () => {
  it('what Prisma would do is judged', async () => {
    const { findings } = await databaseTaskOf(before, '// schema.prisma\nmodel P {\n  id Int @id\n}', { isPushed: true });
    expect(findings).toMatchObject([{ code: 'COLUMN_DROPPED', source: { file: 'schema.prisma', line: 1 } }]);
  });

  it('what has not changed is well', async () => expect((await databaseTaskOf(before, '', { isPushed: true })).status).toBe('PASSED'));
});

describe('the task is skipped', () => {
  it.each([
    [[], 'no subgraph has a Prisma schema'],
    [null, 'a composed supergraph names no databases'],
  ])('and says why', (head, reason) =>
    expect(databaseTask({ databases: [], approvals: [], today: '2026-11-24' }, [], head)).toMatchObject({ status: 'SKIPPED', reason }),
  );
});
