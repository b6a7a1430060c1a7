// The formats of a report.
import { expect, it } from 'vitest';
import { fine, report } from '../testing/reports.ts';
import { renderReport } from './render-report.ts';

const rendered = (format: Parameters<typeof renderReport>[1], colours = false) => renderReport(report, format, { colours });

it('text names tasks, changes, places, and every operation with its client', () => {
  expect(rendered('text')).toBe(`Checked . against origin/main (0123abcd): 1 change: 1 breaking.

  composition  PASSED
  operations   FAILED   1 known: 1 broken, 0 potentially affected
  lint         WARNED   1 warning
  contracts    SKIPPED  there are none

error FIELD_REMOVED Product.sku (operations)
  Field Product.sku was removed.
  at subgraphs/catalog/schema.graphql:12:3 [catalog]
  instead: Deprecate it first.
  - broken: ProductPage, client web 2.1.0, 1,204 times, last seen 2026-11-20T08:00:00Z (usage.jsonl)
    Cannot query field "sku" on type "Product".

warning DESCRIPTION_MISSING (lint)
  a ::error::b  [31m <script>|\`"&  ]]> @team
  at a, b:c%.graphql:1:1

The check failed: operations (1 task).
`);
});

it('text has colours only where they are asked for, and never those of whoever wrote the schema', () => {
  expect(rendered('text')).not.toContain('\u001b');
  expect(rendered('text', true).split('\u001b[')).toHaveLength(15);
});

it('text of a check without findings is short', () => {
  expect(renderReport(fine, 'text', { colours: false })).toBe(
    'Checked . against origin/main (0123abcd): no changes.\n\n  composition  PASSED\n\nThe check passed.\n',
  );
});

it('an annotation is one line, whatever its text, with its file and line', () => {
  const lines = rendered('github').trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^::error file=subgraphs\/catalog\/schema.graphql,line=12,col=3,title=FIELD_REMOVED Product.sku \(operations\)::/,
  );
  expect(lines[0]).toContain('broken: ProductPage, client web 2.1.0');
  expect(lines[1]).toMatch(/^::warning file=a%2C b%3Ac%25.graphql,line=1,col=1,title=DESCRIPTION_MISSING \(lint\)::a%0A::error::b/);
});

it('markdown is text only: no HTML, no columns, nobody is called', () => {
  const markdown = rendered('markdown');
  expect(markdown).toContain('| operations | ❌ FAILED | 1 known: 1 broken, 0 potentially affected |');
  expect(markdown).toContain('- broken: ProductPage, client web 2.1.0');
  expect(markdown).toContain('\\<script\\>\\|\\`"&');
  expect(markdown).not.toContain('@team');
});

it('markdown stays within what a comment may hold, and counts what it leaves out', () => {
  const [, operations] = report.tasks;
  const [finding] = operations?.findings ?? [];
  if (operations === undefined || finding === undefined) throw new Error('The report has findings.');
  const many = { ...report, tasks: [{ ...operations, findings: Array.from({ length: 2_000 }, () => finding) }] };
  const markdown = renderReport(many, 'markdown', { colours: false });
  expect(markdown.length).toBeLessThan(65_536);
  expect(markdown).toMatch(/\d+ more findings are in the other formats\.\n$/);
});
