// The databases of a check: what migrations do to published fields, and where Prisma, SQL and SDL have come apart.
import { type Approval, approvalFor } from '../approvals/approvals.ts';
import { skipped, taskResult } from '../check/task-results.ts';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { TaskResult } from '../model.ts';
import { counted } from '../report/words.ts';
import type { Database, DatabasePair } from './database.ts';
import { type DatabaseFinding, databaseFinding, type Found } from './found.ts';
import { mappingsRemoved } from './mappings-removed.ts';
import { migrationDrift, rewrittenHistory } from './migration-drift.ts';
import { migrationFindings } from './migration-findings.ts';
import { prismaDrift } from './prisma-drift.ts';
import { type PublishedField, publishedFieldsOf } from './published-fields.ts';

export interface DatabaseCheck {
  readonly databases: readonly DatabasePair[];
  readonly approvals: readonly Approval[];
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

type Sources = readonly SubgraphSource[] | null;

/** Sources are null where only a supergraph is known. */
export function databaseTask({ databases, approvals, today }: DatabaseCheck, base: Sources, head: Sources): TaskResult {
  if (head === null) return skipped('database', 'a composed supergraph names no databases');
  const served = databases.flatMap(({ subgraph, base: before, head: now }) => {
    const source = head.find(({ name }) => name === subgraph);
    return source === undefined || now === null ? [] : [{ subgraph, before, now, sdl: source.sdl }];
  });
  if (served.length === 0) return skipped('database', 'no subgraph has a Prisma schema');
  const findings = served.flatMap(({ subgraph, before, now, sdl }) => {
    const sdlBefore = base?.find(({ name }) => name === subgraph)?.sdl ?? null;
    const found = findingsIn({ subgraph, now, fields: publishedFieldsOf(sdl) }, before, sdlBefore);
    return [...now.problems, ...found.map((finding) => judged(finding, approvals, today))];
  });
  const columns = served.flatMap(({ now }) => now.prisma.fields).filter(({ published }) => published.length > 0);
  return taskResult(
    'database',
    findings,
    `${counted(served.length, 'database')}, ${counted(columns.length, 'column')} behind published fields`,
  );
}

interface Served {
  readonly subgraph: string;
  readonly now: Database;
  readonly fields: (path: string) => PublishedField;
}

function findingsIn({ subgraph, now, fields }: Served, before: Database | null, sdlBefore: string | null): readonly DatabaseFinding[] {
  // Of what cannot be read nothing else is told.
  if (now.problems.length > 0) return [];
  const told = (found: readonly Found[]) => found.map((one) => databaseFinding(one, subgraph));
  const drift = told(driftOf(now, fields));
  if (before === null || sdlBefore === null) return drift;
  // What has come apart before is no news.
  const old = new Set(told(driftOf(before, publishedFieldsOf(sdlBefore))).map(({ fingerprint, message }) => `${fingerprint} ${message}`));
  const news = drift.map((one) => (old.has(`${one.fingerprint} ${one.message}`) ? asOld(one) : one));
  const done = told([...migrationFindings(before, now, fields), ...rewrittenHistory(before, now), ...mappingsRemoved(before, now, fields)]);
  return [...done, ...news];
}

const driftOf = (database: Database, fields: (path: string) => PublishedField): readonly Found[] =>
  database.problems.length > 0 ? [] : [...prismaDrift(database.prisma, fields), ...migrationDrift(database)];

const asOld = (finding: DatabaseFinding): DatabaseFinding => ({
  ...finding,
  level: 'note',
  message: `${finding.message} So it is on the base.`,
});

/** What somebody answers for is a note; what somebody answered for until yesterday fails. */
function judged({ fingerprint, ...finding }: DatabaseFinding, approvals: readonly Approval[], today: string) {
  if (finding.level === 'note') return finding;
  const approved = approvalFor({ fingerprint }, [], approvals, today);
  if (approved.kind === 'open') return { ...finding, message: `${finding.message} Fingerprint ${fingerprint}.` };
  const { approver, expires, reason } = approved.approval;
  if (approved.kind === 'approved')
    return { ...finding, level: 'note' as const, message: `${finding.message} Approved by ${approver} until ${expires}: ${reason}` };
  const message = `${finding.message} The approval of ${approver} ended on ${expires}. Fingerprint ${fingerprint}.`;
  return { ...finding, level: 'error' as const, message };
}
