// The settings of a gateway that stands alone: what they make of it, and everything that can be wrong with them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceKeys } from '@tributary/auth-kit';
import { ConfigError } from '@tributary/config';
import { afterAll, describe, expect, it } from 'vitest';
import { launchFolder } from '../src/config.ts';
import { defaultClientLimits } from '../src/http/client-limits.ts';
import { defaultDocumentLimits } from '../src/limits/document/document-limits.ts';
import { defaultPlanning } from '../src/limits/planning/planning-settings.ts';
import { standaloneConfig, usage } from '../src/standalone-config.ts';
import { defaultResilience } from '../src/subgraph-client/resilience/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-alone-settings-'));
const elsewhere = join(folder, 'elsewhere');
mkdirSync(elsewhere);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(settings: object | string, name = 'settings.yaml'): string {
  writeFileSync(join(folder, name), typeof settings === 'string' ? settings : JSON.stringify(settings));
  return name;
}

const configOf = (args: readonly string[]) => {
  const config = standaloneConfig(args, folder);
  if (config === null) throw new Error('Nobody asked for help.');
  return config;
};

function problemsOf(args: readonly string[]): readonly string[] {
  try {
    standaloneConfig(args, folder);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const problemsIn = (settings: object | string) => problemsOf(['--supergraph', 'a.graphql', '--config', written(settings)]);

describe('a command line', () => {
  it('needs nothing but a supergraph', () => {
    const { subgraphs, ...config } = configOf(['--supergraph', 'a.graphql']);
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 4000,
      supergraphFile: join(folder, 'a.graphql'),
      keys: null,
      identity: null,
      authorization: null,
      browserSessions: null,
      forwardedHeaders: [],
      sharing: false,
      drainDelayMs: 0,
      http: { corsOrigins: [], maxBodyBytes: 1_048_576, compression: true },
      trustedProxies: [],
      clientLimits: defaultClientLimits,
      rate: null,
      registration: { file: null, registeredOnly: [], freeText: [] },
      documentLimits: defaultDocumentLimits,
      planning: defaultPlanning,
      requestTimeoutMs: 30_000,
      cost: { maximum: 50_000, defaultListSize: 10 },
      usage: null,
      logLevel: 'info',
      production: false,
    });
    expect([subgraphs.resilienceOf('constructor'), subgraphs.deduplicate, subgraphs.urlOf('a'), subgraphs.urlOf('constructor')]).toEqual([
      defaultResilience,
      true,
      null,
      null,
    ]);
  });

  it('wins over the settings file', () => {
    const file = written({ supergraph: 'a.graphql', port: 1, host: '0.0.0.0' });
    expect(configOf(['--config', file, '--port', '0', '--host', 'localhost', '--supergraph', 'b.graphql'])).toMatchObject({
      port: 0,
      host: 'localhost',
      supergraphFile: join(folder, 'b.graphql'),
    });
  });

  it('may ask for help', () => {
    expect(standaloneConfig(['--help'], folder)).toBeNull();
    for (const option of ['--supergraph', '--port', '--host', '--config', '--help']) expect(usage).toContain(option);
  });

  it('is called where the person stands, not where pnpm runs the script', () => {
    expect(launchFolder({ INIT_CWD: elsewhere, npm_lifecycle_event: 'gateway' })).toBe(elsewhere);
    // Started by another script, whose folder means nothing here.
    expect(launchFolder({ INIT_CWD: elsewhere, npm_lifecycle_event: 'test' })).toBe(process.cwd());
    expect(launchFolder({})).toBe(process.cwd());
  });

  it.each([
    [[], '--supergraph: is needed'],
    [['--supergraph'], "Option '--supergraph <value>' argument missing"],
    [['--supergraph', 'a', '--nonsense'], "Unknown option '--nonsense'"],
    [['--supergraph', 'a', 'extra'], "Unexpected argument 'extra'. This command does not take positional arguments"],
    [['--supergraph', ''], 'supergraph: is empty'],
    [['--supergraph', 'a', '--port', 'http'], 'port: is not a number'],
    [['--supergraph', 'a', '--port', '65536'], 'port: is at most 65535'],
    [['--supergraph', 'a', '--port', '80.5'], 'port: is not a number'],
    [['--supergraph', 'a', '--host', ''], 'host: is empty'],
  ])('%j is refused', (args, problem) => {
    expect(problemsOf(args)).toEqual([problem]);
  });
});

describe('a settings file', () => {
  it('may set everything, in JSON or YAML', () => {
    const keys = createServiceKeys([['gateway', 'catalog']]).get('gateway') ?? '';
    writeFileSync(join(elsewhere, 'keys.json'), keys);
    const yaml = `
      supergraph: ../supergraph.graphql
      host: 0.0.0.0
      port: 4100
      production: true
      logLevel: warn
      cors: { origins: ['https://app.example'] }
      maxBodyBytes: 2048
      compression: false
      limits: { cost: { maximum: 900, defaultListSize: 3 }, documents: { depth: 12 }, clients: { operations: 500 }, planning: { budgetMs: 500 }, rate: { gateways: 2, redisUrl: 'redis://redis.example', rules: [{ name: all, by: address, count: cost, limit: 9, windowSeconds: 1 }] } }
      sharing: true
      unauthorizedFields: reject
      registeredDocuments: { file: ../manifest.json, only: ['*'], freeText: [ide] }
      trustedProxies: [10.0.0.0/8]
      usage: { folder: usage, retentionDays: 7 }
      requestTimeoutMs: 5000
      headers: { forward: [Authorization, authorization, accept-language] }
      subgraphs:
        timeoutMs: 2000
        retries: { count: 2 }
        deduplicate: false
        urls: { catalog: 'http://127.0.0.1:1/graphql' }
        overrides: { catalog: { timeoutMs: 300, retries: { backoffMs: 5 } } }
      identity: { jwksUrl: 'https://keys.example/jwks', issuer: me, accountsUrl: 'http://accounts.example', redisUrl: 'redis://redis.example' }
      signing: { keysFile: keys.json }
    `;
    const { subgraphs, keys: read, ...config } = configOf(['--config', written(yaml, 'elsewhere/settings.yaml')]);
    expect(config).toEqual({
      browserSessions: null,
      host: '0.0.0.0',
      port: 4100,
      supergraphFile: join(folder, 'supergraph.graphql'),
      identity: {
        tokens: { jwksUrl: 'https://keys.example/jwks', issuer: 'me' },
        accountsUrl: 'http://accounts.example',
        redisUrl: 'redis://redis.example',
      },
      forwardedHeaders: ['authorization', 'accept-language'],
      sharing: true,
      authorization: { mode: 'reject', policies: {} },
      drainDelayMs: 2_000,
      http: { corsOrigins: ['https://app.example'], maxBodyBytes: 2_048, compression: false },
      trustedProxies: [{ address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
      clientLimits: { ...defaultClientLimits, operations: 500 },
      rate: {
        rules: [
          { by: 'address', count: 'cost', limit: { name: 'all', algorithm: 'token-bucket', quota: 9, windowSeconds: 1, capacity: 9 } },
        ],
        gateways: 2,
        redisUrl: 'redis://redis.example',
        databaseUrl: null,
      },
      registration: { file: join(folder, 'manifest.json'), registeredOnly: ['*'], freeText: ['ide'] },
      documentLimits: { ...defaultDocumentLimits, depth: 12 },
      planning: { ...defaultPlanning, budgetMs: 500 },
      requestTimeoutMs: 5_000,
      cost: { maximum: 900, defaultListSize: 3 },
      usage: { folder: join(elsewhere, 'usage'), windowMinutes: 60, flushSeconds: 60, maxOperations: 5_000, retentionDays: 7 },
      logLevel: 'warn',
      production: true,
    });
    expect([...(read?.calls.keys() ?? [])]).toEqual(['catalog']);
    expect([subgraphs.deduplicate, subgraphs.urlOf('catalog')]).toEqual([false, 'http://127.0.0.1:1/graphql']);
    expect(subgraphs.resilienceOf('orders')).toMatchObject({ timeoutMs: 2_000, retries: { count: 2, backoffMs: 50 } });
    expect(subgraphs.resilienceOf('catalog')).toMatchObject({ timeoutMs: 300, retries: { count: 2, backoffMs: 5 } });
  });

  it('names files from where it is itself', () => {
    const file = written({ supergraph: 'near.graphql' }, 'elsewhere/settings.json');
    expect(configOf(['--config', file]).supergraphFile).toBe(join(elsewhere, 'near.graphql'));
    expect(configOf(['--config', file, '--supergraph', 'far.graphql']).supergraphFile).toBe(join(folder, 'far.graphql'));
  });

  it('may be empty', () => {
    expect(problemsIn('')).toEqual([]);
  });

  it('tells all that is wrong, each with its path', () => {
    const settings = {
      nonsense: 1,
      port: 1.5,
      logLevel: 'loud',
      production: 'yes',
      drainDelayMs: -1,
      cors: { origins: 'https://app.example', credentials: true },
      maxBodyBytes: 7,
      trustedProxies: ['10.0.0.0/8', 'proxy', '0.0.0.0/0'],
      limits: { clients: { operations: 1 }, rate: { gateways: 0, redisUrl: 'http://redis', rules: [{ name: 'a', by: 'host', limit: 1 }] } },
      headers: { forward: ['Host', 'tributary-signature', 'two words', 3] },
      subgraphs: { timeoutMs: 7, retries: 3, urls: { catalog: 'ftp://catalog' }, overrides: { catalog: { deduplicate: true } } },
      identity: { issuer: '', redisUrl: 'redis://redis' },
      signing: 'keys.json',
    };
    expect(problemsIn(settings).toSorted()).toEqual([
      'cors.credentials: there is no such setting',
      'cors.origins: is not a list',
      'drainDelayMs: is at least 0',
      'headers.forward.0: cannot be forwarded',
      'headers.forward.1: cannot be forwarded',
      'headers.forward.2: is not the name of a header',
      'headers.forward.3: is not text',
      'identity.issuer: is empty',
      'identity.jwksUrl: is needed',
      'limits.clients.operations: is at least 64',
      'limits.rate.gateways: is at least 1',
      'limits.rate.redisUrl: is not a redis:// address',
      'limits.rate.rules.0.by: is none of key, user, address, operation',
      'logLevel: is none of debug, info, warn, error, silent',
      'maxBodyBytes: is at least 1024',
      'nonsense: there is no such setting',
      'port: is not a whole number',
      'production: is not true or false',
      'signing: is not a group of settings',
      'subgraphs.overrides.catalog.deduplicate: there is no such setting',
      'subgraphs.retries: is not a group of settings',
      'subgraphs.timeoutMs: is at least 100',
      'subgraphs.urls.catalog: is not an http:// address',
      'trustedProxies.1: "proxy" is no address and no network of some',
      'trustedProxies.2: "0.0.0.0/0" is no address and no network of some',
    ]);
    const useless = { identity: { jwksUrl: 'http://keys.example', issuer: 'me', redisUrl: 'redis://redis' } };
    expect(problemsIn(useless)).toEqual(['identity.redisUrl: is of use only with accountsUrl']);
  });

  it.each([
    ['- a list', /it holds no settings$/],
    ['text', /it holds no settings$/],
    ['a: [', /^--config [^\n]+$/],
    ['{"port": 1', /^--config [^\n]+$/],
  ])('that is %j is refused in one line', (text, problem) => {
    expect(problemsIn(text)).toEqual([expect.stringMatching(problem)]);
  });

  it('that is not there is refused, and so are keys that cannot be read', () => {
    expect(problemsOf(['--config', 'nowhere.yaml'])).toEqual([expect.stringMatching(/^--config .*nowhere\.yaml: ENOENT/)]);
    expect(problemsIn({ signing: { keysFile: 'nowhere.json' } })).toEqual([expect.stringMatching(/^signing\.keysFile: ENOENT/)]);
  });
});
