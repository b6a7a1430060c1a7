// Merges what every process wrote to NODE_V8_COVERAGE: tests, services, and the commands that started them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from 'c8';

interface Coverage {
  readonly lines: number;
  readonly branches: number;
}

const required = 90;

/** What commands of their own test: `npx pnpm test:executor`, `test:schema-checks` and `test:identity`. */
const testedApart = [
  'packages/{executor,schema-check}/**',
  'cli/src/{check,schemas,composition,scaffold,init}/**',
  'cli/src/commands/{check,contracts,diff,explain,init,lint,new}.ts',
  'subgraphs/accounts/src/oauth/**',
  'gateway/src/{auth,http/session,authorization}/**',
];

/** Prints a line per file that is not fully covered, and gives the percentages of all. */
export async function printCoverage(rawDir: string, reportDir: string, root: string): Promise<Coverage> {
  const options = {
    tempDirectory: rawDir,
    reportsDirectory: reportDir,
    resolve: root,
    src: [root],
    all: true,
    include: ['{gateway,cli}/src/**/*.ts', 'packages/*/src/**/*.ts', 'subgraphs/*/src/**/*.ts', 'prisma/*/seed.ts'],
    exclude: ['**/generated/**', '**/*.test.ts', 'packages/test-kit/**', ...testedApart],
    extension: '.ts',
    excludeNodeModules: true,
    reporter: ['text', 'json-summary'],
    reporterOptions: { text: { skipFull: true, maxCols: 120 } },
    mergeAsync: true, // one dump in memory at a time; not in the package's types
  };
  await new Report(options).run();
  const { total } = JSON.parse(readFileSync(join(reportDir, 'coverage-summary.json'), 'utf8')) as Summary; // istanbul's own format
  return { lines: total.lines.pct, branches: total.branches.pct };
}

interface Summary {
  readonly total: { readonly lines: { readonly pct: number }; readonly branches: { readonly pct: number } };
}

/** What is wrong with the coverage; a run without all suites is not judged. */
export function coverageProblems({ lines, branches }: Coverage, complete: boolean): string[] {
  process.stdout.write(`\nCoverage of all processes together: ${lines} % of lines, ${branches} % of branches.\n`);
  if (!complete) return [];
  return Object.entries({ lines, branches })
    .filter(([, share]) => share <= required)
    .map(([what, share]) => `Coverage: ${share} % of ${what} is not over ${required} %.`);
}
