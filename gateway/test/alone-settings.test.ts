// The settings of a gateway that stands alone: what they make of it, and everything that can be wrong with them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceKeys } from '@tributary/auth-kit';
import { ConfigError } from '@tributary/config';
import { afterAll, describe, expect, it } from 'vitest';
import { launchFolder } from '../src/config.ts';
import { standaloneConfig, usage } from '../src/standalone-config.ts';

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
      forwardedHeaders: [],
      sharing: false,
      drainDelayMs: 0,
      http: { corsOrigins: [], maxBodyBytes: 1_048_576, compression: true },
      limits: { cost: { maximum: 50_000, defaultListSize: 10 } },
      logLevel: 'info',
      production: false,
    });
    expect([subgraphs.timeoutMs, subgraphs.deduplicate, subgraphs.urlOf('a'), subgraphs.urlOf('constructor')]).toEqual([
      10_000,
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
      sharing: true
      limits: { cost: { maximum: 900, defaultListSize: 3 } }
      headers: { forward: [Authorization, authorization, accept-language] }
      subgraphs: { timeoutMs: 2000, deduplicate: false, urls: { catalog: 'http://127.0.0.1:1/graphql' } }
      identity: { jwksUrl: 'https://keys.example/jwks', issuer: me, accountsUrl: 'http://accounts.example', redisUrl: 'redis://redis.example' }
      signing: { keysFile: keys.json }
    `;
    const { subgraphs, keys: read, ...config } = configOf(['--config', written(yaml, 'elsewhere/settings.yaml')]);
    expect(config).toEqual({
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
      drainDelayMs: 2_000,
      http: { corsOrigins: ['https://app.example'], maxBodyBytes: 2_048, compression: false },
      limits: { cost: { maximum: 900, defaultListSize: 3 } },
      logLevel: 'warn',
      production: true,
    });
    expect([...(read?.calls.keys() ?? [])]).toEqual(['catalog']);
    expect([subgraphs.timeoutMs, subgraphs.deduplicate, subgraphs.urlOf('catalog')]).toEqual([2_000, false, 'http://127.0.0.1:1/graphql']);
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
      headers: { forward: ['Host', 'tributary-signature', 'two words', 3] },
      subgraphs: { timeoutMs: 7, retries: 3, urls: { catalog: 'ftp://catalog' } },
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
      'logLevel: is none of debug, info, warn, error, silent',
      'maxBodyBytes: is at least 1024',
      'nonsense: there is no such setting',
      'port: is not a whole number',
      'production: is not true or false',
      'signing: is not a group of settings',
      'subgraphs.retries: there is no such setting',
      'subgraphs.timeoutMs: is at least 100',
      'subgraphs.urls.catalog: is not an http:// address',
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
