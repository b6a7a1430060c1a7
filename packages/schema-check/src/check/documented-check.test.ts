// docs/schema-checks.md shows a check: this is what it prints.
import { readFileSync } from 'node:fs';
import { parseSnapshot } from '@tributary/usage';
import { expect, it } from 'vitest';
import { everyOperation } from '../operations/severity-with-usage.ts';
import { anyWorsePlan } from '../plans/plan-differences.ts';
import { renderReport } from '../report/render-report.ts';
import { checkSchemas } from './check-schemas.ts';

const page = readFileSync(new URL('../../../../docs/schema-checks.md', import.meta.url), 'utf8');
const example = page.slice(page.indexOf('## What a check says'));

/** The text of the block that is fenced with these words. */
const block = (info: string): string => new RegExp(`\`\`\`${info}\n([\\s\\S]*?)\`\`\``).exec(example)?.[1] ?? '';

it('the documentation shows what is printed', () => {
  const side = (label: string, sdl: string) => ({
    kind: 'subgraphs' as const,
    label,
    sources: [{ name: 'catalog', url: 'http://catalog', file: 'catalog.graphql', sdl }],
  });
  const usage = parseSnapshot(block('json'), 'usage.jsonl');
  const report = checkSchemas({
    base: side('origin/main (5f0c9a1e)', block('graphql base')),
    head: side('.', block('graphql head')),
    usage: usage.kind === 'usage' ? usage.entries : null,
    thresholds: everyOperation,
    approvals: [],
    approvalsFile: 'graph-approvals.yaml',
    roles: { CUSTOMER: ['orders:read'] },
    plans: anyWorsePlan,
    now: new Date('2026-11-24'),
  });
  expect(block('text')).toBe(renderReport(report, 'text', { colours: false }));
});
