// The configuration: what an environment makes of the gateway, and everything that is wrong with one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServiceKeys } from '@tributary/auth-kit';
import { ConfigError } from '@tributary/config';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { defaultClientLimits } from '../src/http/client-limits.ts';
import { defaultDocumentLimits } from '../src/limits/document/document-limits.ts';
import { defaultPlanning } from '../src/limits/planning/planning-settings.ts';
import { defaultResilience } from '../src/subgraph-client/resilience/settings.ts';

const dir = mkdtempSync(join(tmpdir(), 'tributary-gateway-config-'));
const keyFile = join(dir, 'gateway.json');
const key = Buffer.alloc(32, 7).toString('base64');
const supergraphFile = join(dir, 'supergraph.graphql');
writeFileSync(keyFile, createServiceKeys([['gateway', 'catalog']]).get('gateway') ?? '');
writeFileSync(
  supergraphFile,
  'enum join__Graph { CATALOG @join__graph(name: "catalog", url: "") ORDER_ITEMS @join__graph(name: "order-items", url: "") }',
);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const environment = (changes: Readonly<Record<string, string | undefined>> = {}) => ({
  SERVICE_KEYS_FILE: keyFile,
  SUPERGRAPH_FILE: supergraphFile,
  ...changes,
});

function problemsOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadConfig(environment(changes));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('an environment', () => {
  it('needs nothing but the keys of the gateway and a supergraph', () => {
    const { keys, subgraphs, ...config } = loadConfig(environment());
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 4000,
      supergraphFile,
      identity: {
        tokens: { jwksUrl: 'http://accounts:4001/.well-known/jwks.json', issuer: 'http://localhost:4000' },
        accountsUrl: 'http://accounts:4001/graphql',
        redisUrl: null,
      },
      browserSessions: null,
      forwardedHeaders: [],
      sharing: false,
      authorization: { mode: 'filter', policies: {} },
      drainDelayMs: 0,
      http: { corsOrigins: ['https://studio.apollographql.com'], maxBodyBytes: 1_048_576, compression: true },
      trustedProxies: [],
      clientLimits: defaultClientLimits,
      rate: { rules: [], gateways: 1, redisUrl: null, databaseUrl: null },
      registration: { file: null, registeredOnly: [], freeText: [] },
      documentLimits: defaultDocumentLimits,
      planning: defaultPlanning,
      requestTimeoutMs: 30_000,
      cost: { maximum: 50_000, defaultListSize: 10 },
      usage: null,
      logLevel: 'info',
      production: false,
    });
    expect([keys?.service, [...(keys?.calls.keys() ?? [])]]).toEqual(['gateway', ['catalog']]);
    expect(subgraphs.resilienceOf('catalog')).toEqual(defaultResilience);
  });

  it('may set everything', () => {
    const config = loadConfig(
      environment({
        PORT: '0',
        HOST: '0.0.0.0',
        JWKS_URL: 'https://keys.example/jwks',
        ISSUER: 'https://issuer.example',
        REDIS_URL: 'rediss://redis.example:6380',
        CORS_ORIGINS: ' https://a.example,,https://b.example ',
        TRUSTED_PROXIES: ' 10.0.0.0/8,',
        RATE_LIMITS: '[{ "name": "user", "by": "user", "limit": 5, "burst": 2 }]',
        RATE_LIMIT_DATABASE_URL: 'postgresql://rates.example/rates',
        GATEWAY_REPLICAS: '3',
        MAX_BODY_BYTES: '1024',
        RESPONSE_COMPRESSION: 'off',
        SUBGRAPH_TIMEOUT_MS: '100',
        SUBGRAPH_RESILIENCE: '{"maxQueued":1,"overrides":{"orders":{"timeoutMs":200}}}',
        MAX_DEPTH: '12',
        REGISTERED_DOCUMENTS_FILE: 'manifest.json',
        REGISTERED_ONLY: 'web, *',
        FREE_TEXT_CLIENTS: 'ide',
        MAX_OPERATIONS: '500',
        REQUEST_TIMEOUT_MS: '5000',
        REQUEST_SHARING: 'on',
        UNAUTHORIZED_FIELDS: 'reject',
        SUBGRAPH_DEDUPLICATION: 'off',
        MAX_COST: '900',
        DEFAULT_LIST_SIZE: '3',
        USAGE_FOLDER: 'usage',
        USAGE_MAX_OPERATIONS: '100',
        DRAIN_DELAY_MS: '60000',
        LOG_LEVEL: 'silent',
        NODE_ENV: 'production',
      }),
    );
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      identity: {
        tokens: { jwksUrl: 'https://keys.example/jwks', issuer: 'https://issuer.example' },
        accountsUrl: 'https://keys.example/graphql',
        redisUrl: 'rediss://redis.example:6380',
      },
      sharing: true,
      authorization: { mode: 'reject' },
      drainDelayMs: 60_000,
      http: { corsOrigins: ['https://a.example', 'https://b.example'], maxBodyBytes: 1_024, compression: false },
      trustedProxies: [{ address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
      clientLimits: { ...defaultClientLimits, operations: 500 },
      rate: {
        rules: [
          {
            by: 'user',
            count: 'requests',
            limit: { name: 'user', algorithm: 'token-bucket', quota: 5, windowSeconds: 60, capacity: 2 },
          },
        ],
        gateways: 3,
        redisUrl: 'rediss://redis.example:6380',
        databaseUrl: 'postgresql://rates.example/rates',
      },
      registration: { file: 'manifest.json', registeredOnly: ['web', '*'], freeText: ['ide'] },
      documentLimits: { ...defaultDocumentLimits, depth: 12 },
      requestTimeoutMs: 5_000,
      subgraphs: { deduplicate: false },
      cost: { maximum: 900, defaultListSize: 3 },
      usage: { folder: 'usage', windowMinutes: 60, flushSeconds: 60, maxOperations: 100, retentionDays: 30 },
      logLevel: 'silent',
      production: true,
    });
    expect(config.subgraphs.resilienceOf('catalog')).toEqual({ ...defaultResilience, timeoutMs: 100, maxQueued: 1 });
    expect(config.subgraphs.resilienceOf('orders')).toMatchObject({ timeoutMs: 200, maxQueued: 1 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('of production leaves time to be seen as no longer ready', () => {
    expect(loadConfig(environment({ NODE_ENV: 'production' })).drainDelayMs).toBe(2_000);
    expect(loadConfig(environment({ NODE_ENV: 'production', DRAIN_DELAY_MS: '0' })).drainDelayMs).toBe(0);
  });

  it('of production limits how often callers ask, unless it says otherwise', () => {
    const rulesOf = (changes: Readonly<Record<string, string>>) =>
      loadConfig(environment({ NODE_ENV: 'production', ...changes })).rate?.rules.map(({ limit }) => limit.name);
    expect(rulesOf({})).toEqual(['address', 'user', 'attempts']);
    expect(rulesOf({ RATE_LIMITS: '[]' })).toEqual([]);
  });

  it('may move a subgraph, and an empty variable moves none', () => {
    const { subgraphs } = loadConfig(
      environment({ CATALOG_URL: 'http://catalog.example/graphql', ORDER_ITEMS_URL: 'http://items.example', REVIEWS_URL: '' }),
    );
    expect(['catalog', 'order-items', 'reviews', 'accounts'].map((name) => subgraphs.urlOf(name))).toEqual([
      'http://catalog.example/graphql',
      'http://items.example',
      null,
      null,
    ]);
  });

  it('is read as if an empty variable were absent', () => {
    expect(loadConfig(environment({ PORT: '', REDIS_URL: '', LOG_LEVEL: '' }))).toMatchObject({
      port: 4000,
      identity: { redisUrl: null },
      logLevel: 'info',
    });
    expect(problemsOf({ SERVICE_KEYS_FILE: '' })).toEqual(['SERVICE_KEYS_FILE: is not set']);
  });
});

describe('what is wrong', () => {
  it('is told all at once', () => {
    const problems = problemsOf({
      PORT: 'many',
      SUPERGRAPH_FILE: join(dir, 'nowhere.graphql'),
      SERVICE_KEYS_FILE: undefined,
      JWKS_URL: 'accounts',
      ISSUER: 'accounts',
      REDIS_URL: 'http://redis',
      TRUSTED_PROXIES: '10.0.0.0/33',
      MAX_CONNECTIONS_PER_ADDRESS: '0',
      RATE_LIMITS: '[{ "name": "A", "by": "host", "count": "bytes", "limit": 0, "window": 1 }]',
      RATE_LIMIT_DATABASE_URL: 'mysql://rates',
      GATEWAY_REPLICAS: '0',
      MAX_BODY_BYTES: '7',
      RESPONSE_COMPRESSION: 'yes',
      SUBGRAPH_TIMEOUT_MS: '7',
      DRAIN_DELAY_MS: '-1',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'prod',
      ACCOUNTS_URL: 'postgresql://accounts',
    });
    expect(problems).toEqual([
      'ACCOUNTS_URL: is not an http:// address',
      'PORT: is not a port',
      expect.stringMatching(/^SUPERGRAPH_FILE: cannot be read: ENOENT/),
      'SERVICE_KEYS_FILE: is not set',
      'JWKS_URL: is not an address',
      'ISSUER: is not an address',
      'REDIS_URL: is not a redis:// address',
      [
        'RATE_LIMITS: 0.name: is not a name of small letters, digits and hyphens',
        '0.by: is none of key, user, address, operation',
        '0.count: is none of requests, cost and a list like [Mutation.signIn]',
        '0.limit: is at least 1',
        '0.window: there is no such setting',
      ].join('; '),
      'RATE_LIMIT_DATABASE_URL: is not a postgresql:// address',
      'GATEWAY_REPLICAS: is at least 1',
      'MAX_BODY_BYTES: is at least 1024',
      'TRUSTED_PROXIES: "10.0.0.0/33" is no address and no network of some',
      'MAX_CONNECTIONS_PER_ADDRESS: is at least 1',
      'RESPONSE_COMPRESSION: is not on or off',
      'SUBGRAPH_TIMEOUT_MS: is at least 100',
      'DRAIN_DELAY_MS: is at least 0',
      expect.stringMatching(/^LOG_LEVEL: /),
      expect.stringMatching(/^NODE_ENV: /),
    ]);
  });

  it.each([
    ['{}', 'the value: is not a list'],
    ['[', 'the value: is not a list'],
    ['[{ "name": "own", "by": "key", "limit": 1 }]', 'the value: the name "own" is taken'],
    ['[{ "name": "a", "by": "key", "limit": 1 }, { "name": "a", "by": "user", "limit": 1 }]', 'the value: two rules have the same name'],
    [
      '[{ "name": "a", "by": "key", "limit": 1, "algorithm": "sliding-window", "burst": 1 }]',
      '0.burst: is of use only with a token bucket',
    ],
    ['[{ "name": "a", "by": "key", "limit": 1, "count": ["signIn"] }]', '0.count.0: is not a root field like Mutation.signIn'],
  ])('may be the rules %s', (rules, problem) => {
    expect(problemsOf({ RATE_LIMITS: rules })).toEqual([`RATE_LIMITS: ${problem}`]);
  });

  it.each(['-1', '65536', '80.5', 'http', 'NaN', 'Infinity', '4000 '.repeat(2)])('may be the port %j', (port) => {
    expect(problemsOf({ PORT: port })).toEqual([expect.stringMatching(/^PORT: is not a port/)]);
  });

  it.each([
    ['is missing', null, /ENOENT/],
    ['is no JSON', '{', /JSON/],
    ['names no service', '{}', /names no service/],
    ['has a short key', JSON.stringify({ service: 'gateway', calls: { catalog: 'c2hvcnQ=' } }), /"calls\.catalog" is not 32 bytes/],
    ['has keys in a list', JSON.stringify({ service: 'gateway', calls: [key] }), /"calls" is not an object/],
  ])('may be that the key file %s', (_what, content, problem) => {
    const file = join(dir, content === null ? 'missing.json' : 'broken.json');
    if (content !== null) writeFileSync(file, content);
    const problems = problemsOf({ SERVICE_KEYS_FILE: file });
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain(key);
  });

  it('may be that the supergraph is missing, a folder, or no GraphQL', () => {
    const problemOf = (file: string) => problemsOf({ SUPERGRAPH_FILE: file }).join('\n');
    expect(problemOf(join(dir, 'nowhere.graphql'))).toMatch(/^SUPERGRAPH_FILE: cannot be read: ENOENT.*$/);
    expect(problemOf(dir)).toMatch(/^SUPERGRAPH_FILE: cannot be read: EISDIR.*$/);
    const broken = join(dir, 'broken.graphql');
    writeFileSync(broken, 'not { a schema');
    expect(problemOf(broken)).toMatch(/^SUPERGRAPH_FILE: cannot be read: Syntax Error: .*$/);
  });

  it('may be the address of a subgraph of the supergraph, and of no other', () => {
    const http = 'is not an http:// address';
    expect(
      problemsOf({ CATALOG_URL: 'catalog:4002', ORDER_ITEMS_URL: 'ftp://items.example', ACCOUNTS_URL: '/graphql' }).toSorted(),
    ).toEqual([`ACCOUNTS_URL: ${http}`, `CATALOG_URL: ${http}`, `ORDER_ITEMS_URL: ${http}`]);
    expect(problemsOf({ DATABASE_URL: 'postgresql://elsewhere', REVIEWS_URL: 'somewhere' })).toEqual([]);
  });

  it('ends the process with code 2 and sentences instead of a stack', () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const { status, stderr, stdout } = spawnSync(process.execPath, [main], {
      env: { PORT: 'many', CATALOG_URL: 'catalog', SUPERGRAPH_FILE: supergraphFile, NODE_NO_WARNINGS: '1' },
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'The configuration is not valid:\n  - CATALOG_URL: is not an http:// address\n  - PORT: is not a port\n  - SERVICE_KEYS_FILE: is not set\n',
    });
  });
});
