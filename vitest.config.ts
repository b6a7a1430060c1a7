// The suites that run in vitest; tests/run.ts runs them one after the other.
import { defineConfig } from 'vitest/config';

// Node strips the types and resolves the imports itself: the code under test is the code that runs, and graphql is loaded once.
const native = { experimental: { viteModuleRunner: false }, pool: 'forks' as const, maxWorkers: 2 };

export default defineConfig({
  test: {
    projects: [
      { test: { ...native, name: 'unit', include: ['{gateway,cli}/src/**/*.test.ts', 'packages/*/src/**/*.test.ts'] } },
      {
        test: {
          ...native,
          name: 'subgraphs',
          include: ['subgraphs/*/test/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/template-databases.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
