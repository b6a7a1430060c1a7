// npx pnpm test: each subgraph on a real PostgreSQL, and the whole system.
import { defineConfig } from 'vitest/config';

// Node strips the types itself: the code under test is the code that runs.
const native = { experimental: { viteModuleRunner: false }, pool: 'forks' as const, maxWorkers: 2, isolate: false };
const patient = { ...native, testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...patient,
          name: 'subgraphs',
          include: ['subgraphs/*/test/**/*.test.ts'],
          globalSetup: ['@tributary/test-kit/template-databases'],
        },
      },
      {
        test: { ...patient, name: 'system', include: ['tests/**/*.test.ts'], globalSetup: ['@tributary/test-kit/shared-system'] },
      },
    ],
  },
});
