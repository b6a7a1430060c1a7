// A gateway in a process of its own before hostile subgraphs, by its command line and settings file.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { composeSubgraphs } from '@tributary/schema-check';
import { assertNoLeaks, endOf, openTemporaryDir, root } from '@tributary/test-kit';
import { Pool } from 'undici';
import type { HostileSubgraph } from './hostile-subgraph.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
}

export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
  readonly supergraphFile: string;
  ask(query: string): Promise<Answer>;
  /** What it has logged with this message, and everything that it has. */
  logged(message: string): readonly LogLine[];
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
}

/** `settings` are those of docs/gateway.md. Queries are not shared: each is to be seen. The caller stops it. */
export async function startGatewayProcess(
  subgraphs: readonly Pick<HostileSubgraph, 'name' | 'url' | 'sdl'>[],
  settings: { readonly subgraphs?: object; readonly requestTimeoutMs?: number; readonly limits?: object },
): Promise<GatewayProcess> {
  const folder = openTemporaryDir();
  const composition = composeSubgraphs(subgraphs.map(({ name, url, sdl }) => ({ name, url, sdl, file: name })));
  if (composition.kind === 'failed') throw new Error(JSON.stringify(composition.errors));
  writeFileSync(join(folder, 'supergraph.graphql'), composition.supergraph);
  const all = { port: 0, supergraph: 'supergraph.graphql', ...settings, subgraphs: { deduplicate: false, ...settings.subgraphs } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(all));
  const child = spawn(process.execPath, [join(root, 'gateway/src/main.ts'), '--config', join(folder, 'settings.json')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: LogLine[] = [];
  const url = new URL(await listening(child, lines));
  const client = new Pool(url.origin, { connections: 50 });
  return {
    url: url.href,
    pid: child.pid ?? 0,
    supergraphFile: join(folder, 'supergraph.graphql'),
    async ask(query) {
      const headers = { 'content-type': 'application/json' };
      const { body } = await client.request({ path: url.pathname, method: 'POST', headers, body: JSON.stringify({ query }) });
      const answer = (await body.json()) as Answer; // GraphQL over HTTP
      assertNoLeaks(answer.errors);
      return answer;
    },
    logged: (message) => lines.filter((line) => line.message === message),
    lines,
    async stop() {
      await client.close();
      await endOf(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Gives its address, once it says that it listens; goes on reading. */
function listening({ stdout }: ChildProcess, lines: LogLine[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (stdout === null) return reject(new Error('Its output is not read.'));
    const reader = createInterface(stdout);
    reader.on('line', (text) => {
      const line = JSON.parse(text) as LogLine; // a logger writes JSON
      lines.push(line);
      if (line.message === 'listening') resolve(String(line['url']));
    });
    reader.on('close', () => reject(new Error('It ended before it listened.')));
  });
}
