// The suites that run in vitest; tests/run.ts runs them one after the other.
import { defineConfig } from 'vitest/config';

const setupFiles = ['packages/test-kit/src/write-coverage.ts'];

// Node strips the types and resolves the imports itself: the code under test is the code that runs, and graphql is loaded once.
const native = { experimental: { viteModuleRunner: false }, pool: 'forks' as const, maxWorkers: 2, setupFiles };
/** What the commands of schema checks do with files and git. */
const schemaCommands = ['cli/src/check/*.test.ts', 'cli/src/commands/{check,contracts,diff}.test.ts'];

// Files share a worker's modules: they hold no state, and loading them costs as much as the tests do.
const patient = { ...native, isolate: false, testTimeout: 20_000, hookTimeout: 60_000 };
// Each file drives a whole system of its own.
const whole = { ...native, testTimeout: 120_000, hookTimeout: 120_000 };

/** The gateway without the rest of the platform, and the supergraph that changes under it. */
const standalone = ['gateway/test/{alone*,hot-reload}.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...native,
          name: 'unit',
          include: ['{gateway,cli}/src/**/*.test.ts', 'packages/!(executor|schema-check)/src/**/*.test.ts'],
          exclude: schemaCommands,
        },
      },
      {
        test: {
          ...native,
          name: 'schema-checks',
          include: ['packages/schema-check/src/**/*.test.ts', 'tests/plans/*.test.ts', ...schemaCommands],
        },
      },
      { test: { ...patient, name: 'executor', include: ['packages/executor/{src,test}/**/*.test.ts'] } },
      { test: { ...whole, name: 'differential', include: ['tests/differential/differential.test.ts'] } },
      { test: { ...whole, name: 'defects', include: ['tests/differential/defects.test.ts'] } },
      {
        test: {
          ...patient,
          name: 'subgraphs',
          include: ['subgraphs/*/test/**/*.test.ts', 'packages/database-kit/test/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/template-databases.ts'],
        },
      },
      { test: { ...patient, name: 'gateway', include: ['gateway/test/*.test.ts'], exclude: standalone } },
      { test: { ...patient, name: 'standalone', include: standalone } },
      {
        test: {
          ...patient,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/shared-system.ts'],
        },
      },
      {
        test: {
          ...patient,
          name: 'limits',
          include: ['gateway/test/limits/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/template-databases.ts'],
        },
      },
      {
        test: {
          ...whole,
          name: 'attack',
          include: ['tests/attack/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/shared-system.ts'],
        },
      },
      {
        test: {
          ...whole,
          name: 'permissions',
          include: ['tests/permissions/**/*.test.ts'],
          globalSetup: ['packages/test-kit/src/template-databases.ts'],
          fileParallelism: false,
        },
      },
      { test: { ...whole, testTimeout: 600_000, hookTimeout: 120_000, name: 'init', include: ['tests/init/**/*.test.ts'] } },
      { test: { ...whole, name: 'redis', include: ['tests/redis/**/*.test.ts'] } },
      { test: { ...whole, name: 'lifecycle', include: ['tests/lifecycle/**/*.test.ts'] } },
      { test: { ...whole, name: 'scaffold', include: ['tests/scaffold/**/*.test.ts'] } },
      { test: { ...whole, name: 'faults', include: ['tests/faults/*.test.ts'] } },
      { test: { ...whole, name: 'resilience', include: ['tests/faults/resilience/**/*.test.ts'] } },
      { test: { ...whole, name: 'overload', include: ['tests/faults/overload/**/*.test.ts'], fileParallelism: false } },
      { test: { ...whole, name: 'faults-load', include: ['tests/faults/load/**/*.test.ts'], fileParallelism: false } },
      {
        test: {
          ...whole,
          name: 'identity',
          include: ['tests/identity/**/*.test.ts', 'gateway/test/identity/*.test.ts'],
          globalSetup: ['packages/test-kit/src/shared-system.ts'],
        },
      },
      { test: { ...whole, name: 'e2e', include: ['tests/e2e/**/*.test.ts'] } },
    ],
  },
});
