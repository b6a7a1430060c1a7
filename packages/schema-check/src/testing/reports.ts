// Reports for the tests of their formats; texts in them are as bad as strangers can make them.
import type { AffectedOperation, Change, CheckReport, Finding } from '../model.ts';

export const place = { subgraph: 'catalog', file: 'subgraphs/catalog/schema.graphql', line: 12, column: 3 } as const;

export const change: Change = {
  code: 'FIELD_REMOVED',
  coordinate: 'Product.sku',
  severity: 'breaking',
  subgraph: null,
  source: place,
  composedOnly: false,
  message: 'Field Product.sku was removed.',
  suggestion: 'Deprecate it first.',
  fingerprint: '0123456789abcdef',
};

export const broken: AffectedOperation = {
  operation: {
    document: 'query ProductPage { product(id: 1) { sku } }',
    name: 'ProductPage',
    client: 'web',
    version: '2.1.0',
    count: 1204,
    lastSeen: '2026-11-20T08:00:00Z',
    origin: 'usage.jsonl',
  },
  status: 'broken',
  reason: 'Cannot query field "sku" on type "Product".',
  changes: [change.fingerprint],
};

export const finding: Finding = {
  level: 'error',
  code: change.code,
  message: change.message,
  coordinate: change.coordinate,
  source: place,
  suggestion: change.suggestion,
  affected: [broken],
};

export const hostile: Finding = {
  level: 'warning',
  code: 'DESCRIPTION_MISSING',
  message: 'a\n::error::b \u001b[31m <script>|`"&\u0000 ]]> @team',
  coordinate: null,
  source: { subgraph: null, file: 'a, b:c%.graphql', line: 1, column: 1 },
  suggestion: null,
  affected: [],
};

export const report: CheckReport = {
  version: 1,
  base: 'origin/main (0123abcd)',
  head: '.',
  tasks: [
    { task: 'composition', status: 'PASSED', reason: null, findings: [] },
    { task: 'operations', status: 'FAILED', reason: '1 known: 1 broken, 0 potentially affected', findings: [finding] },
    { task: 'lint', status: 'WARNED', reason: null, findings: [hostile] },
    { task: 'contracts', status: 'SKIPPED', reason: 'there are none', findings: [] },
  ],
  changes: [change],
  passed: false,
};

export const fine: CheckReport = {
  ...report,
  tasks: [{ task: 'composition', status: 'PASSED', reason: null, findings: [] }],
  changes: [],
  passed: true,
};
