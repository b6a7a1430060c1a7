// One subgraph for the tests of one file: on a database of its own, with the siblings it calls, asked over HTTP as the gateway would.
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceKeys, type Principal, parseServiceKeys, siblingCalls, signRequest } from '@tributary/auth-kit';
import { createDatabaseIfMissing } from '@tributary/database-kit';
import { createLogger, type Logger } from '@tributary/logging';
import { type RunningSubgraph, type Service, type SubgraphConfig, serveSubgraph } from '@tributary/subgraph-kit';
import { type ExecutionResult, execute, type GraphQLSchema, parse, subscribe } from 'graphql';
import { request } from 'undici';
import { assertNoLeaks } from './leaks.ts';
import { accountsRole, root, type SubgraphName, serverVariable, subgraphNames, templateOf, variablePrefix } from './project.ts';
import { samplePrincipal } from './sample-principals.ts';

export interface Question {
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A principal, or the name of a sample one; see `samplePrincipal`. */
  readonly as?: Principal | string;
}

export interface FormattedError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

export interface Answer {
  // Each test knows what it asked for; a type per question would be longer than the question.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly data?: Readonly<Record<string, any>> | null;
  readonly errors?: readonly FormattedError[];
}

export interface TestSubgraph {
  readonly url: string;
  readonly service: Service;
  readonly config: SubgraphConfig & { readonly [setting: string]: unknown; readonly mailDir: string };
  /** Its database, as the owner reaches it. */
  readonly ownerUrl: string;
  /** GraphQL in, JSON out: signed, over HTTP. */
  execute(question: Question): Promise<Answer>;
  /** Asks another schema of the service, in process; of a subscription, what it answers before its first event. */
  executeOn(schema: GraphQLSchema, question: Question): Promise<Answer>;
  /** What a subscription answers before its first event. */
  subscribe(question: Question): Promise<Answer>;
  /** SQL statements of the last answer, without the note of a mutation's signature. */
  statements(): number;
  /** The siblings that it calls, by name. */
  readonly siblings: Readonly<Record<string, TestSubgraph>>;
  stop(): Promise<void>;
}

interface SubgraphModules {
  readonly config: { loadConfig(environment: Readonly<Record<string, string>>): TestSubgraph['config'] };
  readonly service: { createService(config: TestSubgraph['config'], environment: { logger: Logger }): Promise<Service> };
}

interface World {
  readonly dir: string;
  readonly keyFile: (service: string) => string;
  readonly keys: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a subgraph with its sample data; `env` overrides its settings. The caller stops it. */
export async function testSubgraph(
  name: SubgraphName,
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<TestSubgraph> {
  const world = createWorld(env);
  const siblings: Record<string, TestSubgraph> = {};
  for (const [caller, callee] of siblingCalls) {
    if (caller === name) siblings[callee] = await startOne(callee, world, {});
  }
  const subgraph = await startOne(name, world, siblings);
  return {
    ...subgraph,
    siblings,
    async stop() {
      await subgraph.stop();
      await Promise.all(Object.values(siblings).map((sibling) => sibling.stop()));
      rmSync(world.dir, { recursive: true, force: true });
    },
  };
}

function createWorld(env: Readonly<Record<string, string>>): World {
  const dir = mkdtempSync(join(tmpdir(), 'tributary-subgraph-'));
  // Also for pairs that never call: what they would be refused is tested too.
  const keys = createServiceKeys(
    ['gateway', ...subgraphNames].flatMap((caller) => subgraphNames.map((callee) => [caller, callee] as const)),
  );
  const keyFile = (service: string) => join(dir, `${service}.json`);
  for (const [service, json] of keys) writeFileSync(keyFile(service), json);
  const jwk = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'test' };
  writeFileSync(join(dir, 'audit.key'), randomBytes(32).toString('base64'));
  writeFileSync(join(dir, 'tokens.json'), JSON.stringify({ keys: [jwk] }));
  return { dir, keys, keyFile, env };
}

async function startOne(name: SubgraphName, world: World, siblings: Readonly<Record<string, TestSubgraph>>): Promise<TestSubgraph> {
  const modules = await modulesOf(name);
  const ownerUrl = await ownDatabase(name);
  const config = modules.config.loadConfig({
    PORT: '0',
    NODE_ENV: 'test',
    [`${variablePrefix(name)}_DATABASE_URL`]: serviceUrl(name, ownerUrl),
    SERVICE_KEYS_FILE: world.keyFile(name),
    TOKEN_KEYS_FILE: join(world.dir, 'tokens.json'),
    AUDIT_KEY_FILE: join(world.dir, 'audit.key'),
    MAIL_DIR: join(world.dir, 'mail'),
    ...Object.fromEntries(Object.entries(siblings).map(([sibling, { url }]) => [`${variablePrefix(sibling)}_URL`, url])),
    ...world.env,
  });
  const lines: LogLine[] = [];
  const logger = createLogger({ service: name, write: (line) => void lines.push(JSON.parse(line) as LogLine) }); // a logger writes JSON
  const service = await modules.service.createService(config, { logger });
  const { host, keys, drainDelayMs, maxRepresentations } = config;
  const running = await serveSubgraph(service, { name, host, port: 0, keys, drainDelayMs, maxRepresentations, logger });
  return {
    ...asked(name, world, service, running, lines),
    url: running.url,
    service,
    config,
    ownerUrl,
    siblings: {},
    stop: () => running.stop(),
  };
}

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly sqlStatements?: number;
  readonly error?: { readonly stack?: string };
}

function asked(
  name: SubgraphName,
  world: World,
  service: Service,
  running: RunningSubgraph,
  lines: LogLine[],
): Pick<TestSubgraph, 'execute' | 'executeOn' | 'subscribe' | 'statements'> {
  let statements = 0;
  const inProcess: TestSubgraph['executeOn'] = async (schema, { document, variables, as = 'anonymous' }) => {
    const logger = createLogger({ service: name, level: 'silent' });
    const contextValue = service.createContext({ ...callerOf(as), requestId: randomUUID(), client: null, logger });
    const run = /^\s*subscription/.test(document) ? subscribe : execute;
    const result = await run({ schema, document: parse(document), variableValues: variables ?? {}, contextValue });
    if (Symbol.asyncIterator in result) throw new Error('The subscription delivers events.');
    return JSON.parse(JSON.stringify(result)) as Answer & ExecutionResult; // as a client would read it
  };
  return {
    async execute({ document, variables, as = 'anonymous' }) {
      const body = JSON.stringify({ query: document, variables });
      const response = await request(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed(name, world, as, body) },
        body,
      });
      const answer = (await response.body.json()) as Answer; // a subgraph answers with JSON
      assertNoLeaks(answer.errors);
      const line = lines.findLast(({ sqlStatements }) => sqlStatements !== undefined);
      const isMutation = /^\s*mutation/.test(document);
      statements = (line?.sqlStatements ?? 0) - (isMutation ? 1 : 0);
      showInternalErrors(lines);
      return withoutLocations(answer);
    },
    executeOn: inProcess,
    subscribe: (question) => inProcess(service.schema, question),
    statements: () => statements,
  };
}

/** An internal error is masked in the answer; the person who reads a failed test wants to see it. */
function showInternalErrors(lines: LogLine[]): void {
  for (const { level, message, error } of lines.splice(0)) {
    if (level === 'error') process.stderr.write(`${message}: ${error?.stack ?? ''}\n`);
  }
}

function withoutLocations({ data, errors }: Answer): Answer {
  return {
    ...(data !== undefined && { data }),
    ...(errors !== undefined && {
      errors: errors.map(({ message, path, extensions }) => ({ message, ...(path && { path }), extensions })),
    }),
  };
}

function callerOf(as: Principal | string): { readonly caller: string; readonly principal: Principal } {
  const services = ['gateway', ...subgraphNames];
  const principal = typeof as === 'string' ? samplePrincipal(as, services) : as;
  return { principal, caller: principal.kind === 'service' ? principal.service : 'gateway' };
}

function signed(name: SubgraphName, world: World, as: Principal | string, body: string): Record<string, string> {
  const { caller, principal } = callerOf(as);
  const key = parseServiceKeys(world.keys.get(caller) ?? '{}').calls.get(name);
  if (key === undefined) throw new Error(`${caller} does not call ${name}.`);
  return signRequest(key, {
    caller,
    principal,
    audience: name,
    method: 'POST',
    path: '/graphql',
    body,
    requestId: randomUUID(),
    client: { agent: 'vitest', address: '192.0.2.1' },
  });
}

async function modulesOf(name: SubgraphName): Promise<SubgraphModules> {
  const moduleOf = (file: string) => import(join(root, 'subgraphs', name, 'src', file));
  return { config: await moduleOf('config.ts'), service: await moduleOf('service.ts') };
}

/** accounts works under a role that does not own its tables. */
function serviceUrl(name: SubgraphName, ownerUrl: string): string {
  const url = new URL(ownerUrl);
  if (name === 'accounts') url.username = accountsRole;
  return url.href;
}

/** A copy of the template, made for this test file alone. */
async function ownDatabase(name: SubgraphName): Promise<string> {
  const server = process.env[serverVariable];
  if (server === undefined) throw new Error(`${serverVariable} is not set: run the tests with npx pnpm test.`);
  return createDatabaseIfMissing(server, `${name}_${randomUUID().slice(0, 8)}`, templateOf(name));
}
