// npx pnpm test: every suite in turn, with its seconds; says what it cannot run, and prints the coverage of all processes together.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coverageProblems, printCoverage } from './coverage.ts';

interface Suite {
  readonly name: string;
  readonly tests: string;
  /** Run only when it is named. */
  readonly apart?: true;
  /** Run while this one runs: it mostly waits. */
  readonly beside?: string;
  /** A program that it needs, and how to get it. */
  readonly needs?: { readonly program: string; readonly install: string };
}

const suites: readonly Suite[] = [
  { name: 'unit', tests: 'functions, beside the code' },
  { name: 'subgraphs', tests: 'each subgraph on a real PostgreSQL' },
  { name: 'differential', tests: 'the executor, compared with stock and with graphql-js on generated cases' },
  { name: 'gateway', tests: 'the gateway before hostile subgraphs' },
  { name: 'integration', tests: 'the whole system' },
  {
    name: 'redis',
    tests: 'what goes through Redis',
    needs: { program: 'redis-server', install: 'apt-get install redis-server' },
    beside: 'gateway',
  },
  { name: 'lifecycle', tests: 'start, stop, and what goes wrong' },
  { name: 'e2e', tests: 'a person before a browser', needs: { program: 'chromium', install: 'apt-get install chromium' } },
  { name: 'executor', tests: 'the parts of the executor, and the drop-in beside stock', apart: true },
  { name: 'standalone', tests: 'the gateway without the rest of the platform, and supergraphs that change under it', apart: true },
  { name: 'overload', tests: 'five times the load, and changes under load', apart: true },
  { name: 'defects', tests: 'defects planted in an executor, which the comparison has to catch', apart: true },
  {
    name: 'limits',
    tests: 'rates, costs, overload and slow clients, before a gateway',
    needs: { program: 'redis-server', install: 'apt-get install redis-server' },
    apart: true,
  },
  { name: 'attack', tests: 'hostile documents and requests against the running system', apart: true },
  { name: 'schema-checks', tests: 'what changes of schemas break, and whom', apart: true },
  { name: 'scaffold', tests: 'a new subgraph, made in a copy of the project', apart: true },
  { name: 'permissions', tests: 'who may read what: every coordinate, way, role and company, and rules taken away', apart: true },
  { name: 'init', tests: 'platforms that are made of the packed packages, outside the repository', apart: true },
  { name: 'resilience', tests: 'subgraphs that fail, freeze and lie', apart: true },
  { name: 'faults', tests: 'services killed between any two steps', apart: true },
  {
    name: 'faults-load',
    tests: 'the running system broken under load, every answer checked',
    needs: { program: 'redis-server', install: 'apt-get install redis-server' },
    apart: true,
  },
  {
    name: 'identity',
    tests: 'who calls: sign-in, tokens, keys, clients, sessions',
    needs: { program: 'chromium', install: 'apt-get install chromium' },
    apart: true,
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const outputDir = join(root, 'coverage');
const rawDir = join(outputDir, 'raw');
const isCi = process.env['CI'] === 'true';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return usage();
  const names = args.filter((arg) => !arg.startsWith('-'));
  const unknown = names.find((name) => suites.every((suite) => suite.name !== name));
  if (unknown !== undefined) return usage(`There is no suite "${unknown}".`);
  const chosen = suites.filter(({ name, apart }) => (names.length === 0 ? apart !== true : names.includes(name)));
  const covered = names.length === 0;
  rmSync(outputDir, { recursive: true, force: true });
  mkdirSync(rawDir, { recursive: true });

  const results: SuiteResult[] = [];
  for (const suite of chosen) {
    if (chosen.some(({ name }) => name === suite.beside)) continue;
    const beside = chosen.filter((other) => other.beside === suite.name);
    results.push(...(await Promise.all([runSuite(suite, covered), ...beside.map((other) => runSuite(other, covered, 'later'))])));
  }
  return report(results, covered);
}

interface SuiteResult {
  readonly suite: Suite;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why it did not run. */
  readonly missing: string | null;
}

async function runSuite(suite: Suite, covered: boolean, shown: 'now' | 'later' = 'now'): Promise<SuiteResult> {
  const { name, needs } = suite;
  const missing = needs !== undefined && !isInstalled(needs.program) ? `${needs.program} is missing (${needs.install})` : null;
  if (missing !== null) return { suite, seconds: 0, passed: 0, failed: isCi ? 1 : 0, skipped: 1, missing };
  if (shown === 'now') process.stdout.write(`\n${name}: ${suite.tests}\n`);
  const startedAt = performance.now();
  const resultFile = join(outputDir, `${name}.json`);
  const code = await vitest(
    ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`],
    covered,
    shown,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return { suite, seconds, missing: null, ...countsOf(resultFile, code) };
}

function vitest(args: readonly string[], covered: boolean, shown: 'now' | 'later'): Promise<number | null> {
  const env = {
    ...process.env,
    // Code from the compile cache is counted less precisely.
    ...(covered && { NODE_V8_COVERAGE: rawDir, NODE_DISABLE_COMPILE_CACHE: '1' }),
  };
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      env,
      stdio: shown === 'now' ? ['ignore', 'inherit', 'inherit'] : 'pipe',
    });
    const later: Buffer[] = [];
    child.stdout?.on('data', (piece: Buffer) => later.push(piece));
    child.stderr?.on('data', (piece: Buffer) => later.push(piece));
    child.once('error', reject);
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(later));
      resolve(code);
    });
  });
}

function countsOf(file: string, code: number | null): { passed: number; failed: number; skipped: number } {
  // Without a report vitest itself failed: that counts as one.
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>; // vitest's own format
  const failed = numFailedTests ?? 0;
  return { passed: numPassedTests ?? 0, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: numPendingTests ?? 0 };
}

/** What failed, for the end of a long output: tests, files that never got to their tests, or a run that ended by itself. */
function failuresOf(file: string, failed: number): string[] {
  if (failed === 0) return [];
  if (!existsSync(file)) return ['vitest ended without a report'];
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as {
    testResults: { name: string; status: string; message?: string; assertionResults: { status: string; fullName: string }[] }[]; // vitest's own format
  };
  const found = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message = '', assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      return tests.length > 0 ? tests : [`${relative(root, name)}: ${message.split('\n')[0]}`];
    });
  return found.length > 0 ? found : ['an error outside of any test: see "Unhandled" in what it printed'];
}

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

async function report(results: readonly SuiteResult[], covered: boolean): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const complete = results.every(({ missing }) => missing === null);
  const problems = covered ? coverageProblems(await printCoverage(rawDir, outputDir, root), complete) : [];
  say('');
  for (const { suite, seconds, passed, failed, missing } of results) {
    say(
      `${suite.name.padEnd(13)} ${missing === null ? `${seconds.toFixed(1).padStart(6)} s  ${passed} passed, ${failed} failed` : `skipped: ${missing}`}`,
    );
  }
  for (const problem of problems) say(problem);
  for (const { suite, failed } of results.filter(({ missing }) => missing === null))
    for (const failure of failuresOf(join(outputDir, `${suite.name}.json`), failed)) say(`failed: ${suite.name}: ${failure}`);
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0);
  const failed = sum('failed') + problems.length;
  const skipped = sum('skipped');
  say(`${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 || (isCi && skipped > 0) ? 1 : 0;
}

function usage(problem?: string): number {
  const lines = suites.map(({ name, tests, apart }) => `  ${name.padEnd(13)} ${tests}${apart === true ? ' (only when named)' : ''}`);
  process.stdout.write(
    `${problem === undefined ? '' : `${problem}\n\n`}Usage: npx pnpm test [suite ...]\n\nAll suites, or only the named ones (then without coverage):\n${lines.join('\n')}\n`,
  );
  return problem === undefined ? 0 : 2;
}
