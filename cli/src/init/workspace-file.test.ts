// pnpm-workspace.yaml of a new platform.
import { expect, it } from 'vitest';
import { workspaceFile } from './workspace-file.ts';

const tested = `packages:
  - gateway

# Versions.
catalog:
  "@types/pg": 8.0.0
  graphql: 16.0.0
  zod: 4.0.0

# A reason.
minimumReleaseAge: 4320
packageExtensions:
  one:
    dependencies:
      two: 1.0.0
allowBuilds:
  node: true
`;
const used = new Set(['@tributary/errors', '@types/pg', 'zod']);

it('has the versions that are used, and the settings with their comments', () => {
  expect(workspaceFile({ tested, used, version: '1.2.3', files: new Map() })).toBe(`packages:
  - subgraphs/*
  - prisma

# Every version is exact and stands here once; package.json files say \`catalog:\`.
catalog:
  "@tributary/errors": 1.2.3
  "@types/pg": 8.0.0
  zod: 4.0.0

# A reason.
minimumReleaseAge: 4320
allowBuilds:
  node: true
`);
});

it('takes packages from files, those that only packages need too', () => {
  const files = new Map([['@tributary/logging', '../tarballs/tributary-logging-1.2.3.tgz']]);
  const text = workspaceFile({ tested, used, version: '1.2.3', files });
  expect(text).toContain('overrides:\n  "@tributary/logging": "file:../tarballs/tributary-logging-1.2.3.tgz"\n\n# A reason.');
});
