// The advisories that a dependency of ours has had, and the versions in which each is fixed.

export interface Advisory {
  readonly id: string;
  /** What goes wrong in other versions. */
  readonly what: string;
  /** Those of one release line have the same versions. */
  readonly packages: readonly string[];
  /** As npm reads ranges: several lines of releases have got the fix. */
  readonly safe: string;
}

const composition = '>=2.9.5 <2.10 || >=2.10.4 <2.11 || >=2.11.5 <2.12 || >=2.12.1';

export const advisories: readonly Advisory[] = [
  {
    id: 'CVE-2026-32621',
    what: 'prototype pollution by aliases, names of variables, or the JSON of a subgraph',
    packages: ['@apollo/gateway', '@apollo/federation-internals', '@apollo/query-planner'],
    safe: '>=2.9.6 <2.10 || >=2.10.5 <2.11 || >=2.11.6 <2.12 || >=2.12.3 <2.13 || >=2.13.2',
  },
  {
    id: 'CVE-2025-32030',
    what: 'named fragments are expanded once for each spread while an operation is planned',
    packages: ['@apollo/gateway', '@apollo/query-planner'],
    safe: '>=2.10.1',
  },
  {
    id: 'CVE-2025-32031',
    what: 'an optimisation of the planner is bypassed: planning without end',
    packages: ['@apollo/gateway', '@apollo/query-planner'],
    safe: '>=2.10.1',
  },
  {
    id: 'CVE-2024-43414',
    what: 'planning without end of fields that several subgraphs have',
    packages: ['@apollo/gateway', '@apollo/query-planner'],
    safe: '>=2.8.5',
  },
  {
    id: 'GHSA-mx7m-j9xf-62hw',
    what: 'access control on an interface is skipped through the types that implement it',
    packages: ['@apollo/composition'],
    safe: composition,
  },
  {
    id: 'GHSA-m8jr-fxqx-8xx6',
    what: 'a protected field can be read through @requires or @fromContext',
    packages: ['@apollo/composition'],
    safe: composition,
  },
  {
    id: 'GHSA-9q82-xgwf-vj6h',
    what: 'CSRF prevention is passed by a GET with an unusual content type',
    packages: ['@apollo/server'],
    safe: '>=5.5.0',
  },
  {
    id: '@apollo/server 5.4.0',
    what: 'bodies in unusual character sets block the standalone server',
    packages: ['@apollo/server'],
    safe: '>=5.4.0',
  },
  { id: 'CVE-2023-26144', what: 'overlapping fields are compared in quadratic time', packages: ['graphql'], safe: '>=16.8.1' },
];
