// check: whether a change of the schemas breaks anyone.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles, scopesOfRole } from '@tributary/auth-kit';
import { checkSchemas, parseApprovals, renderReport } from '@tributary/schema-check';
import { reading } from '../check/bad-input.ts';
import { type CheckOptions, checkOptionsOf } from '../check/check-options.ts';
import { printReport } from '../check/print-report.ts';
import { readDatabases } from '../check/read-databases.ts';
import { readHead, without } from '../check/read-side.ts';
import { readUsage } from '../check/read-usage.ts';
import { baseOf } from '../check/registry-base.ts';
import { CommandError } from '../command-error.ts';
import { registryHeaders } from '../config.ts';
import { createProgress } from '../progress.ts';

export async function run(args: readonly string[]): Promise<number> {
  const options = checkOptionsOf(args);
  const progress = createProgress({ stream: process.stderr, isForced: options.progress, now: () => performance.now() });
  const now = new Date();
  const whole = readHead(options.head);
  const head = options.deleted === null ? whole : without(whole, options.deleted);
  const base = await baseOf(options.base, options.head, [...registryHeaders(), ...options.headers]);
  const input = {
    base,
    head,
    ...usageOf(options, now),
    thresholds: options.thresholds,
    ...approvalsOf(options),
    roles: Object.fromEntries(roles.map((role) => [role, scopesOfRole(role)])),
    databases: await readDatabases(base, head),
    ...(options.plans !== null && { plans: options.plans }),
    progress: progress.tell,
    now,
  };
  const report = reading(() => checkSchemas(input));
  progress.end();
  for (const { format, file } of options.outputs) writeOutput(file, renderReport(report, format, { colours: false }));
  return printReport(report, options.format);
}

function usageOf({ usage: patterns, thresholds: { windowDays } }: CheckOptions, now: Date) {
  if (patterns === null) return { usage: null };
  const { entries, missed } = readUsage(patterns, windowDays === null ? null : new Date(now.getTime() - windowDays * 86_400_000));
  return { usage: entries, missed };
}

/** The file may be absent where nobody has named it. @throws {CommandError} 2, with every problem. */
function approvalsOf({ approvals: named, head }: CheckOptions) {
  const approvalsFile = named ?? join(head, 'graph-approvals.yaml');
  const { approvals, problems } = parseApprovals(readApprovals(approvalsFile, named !== null), approvalsFile);
  if (problems.length > 0) throw new CommandError(`The approvals cannot be read:\n${problems.join('\n')}`, 2);
  return { approvals, approvalsFile };
}

function readApprovals(file: string, isNeeded: boolean): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (!isNeeded) return '';
    throw new CommandError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, 2, { cause });
  }
}

function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new CommandError(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, 3, { cause });
  }
}
