// dev: start, and restart and recompose what changes.
import { watch, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { loadConfig } from '../config.ts';
import { generateAll } from '../generate/generate-all.ts';
import type { Platform } from '../platform/platform.ts';
import { composeProject } from '../platform/supergraph.ts';
import { root, subgraphNames } from '../project.ts';
import { runPlatform } from './start.ts';

const settleMs = 150;

export async function run(args: readonly string[]): Promise<number> {
  return runPlatform(loadConfig(), args, (platform) => {
    process.stdout.write('Watching subgraphs/.\n');
    return watchSubgraphs((name, files) => carryOut(platform, name, files));
  });
}

/** Calls back with the files of a subgraph that changed, one call at a time; gives what ends it. */
function watchSubgraphs(onChange: (name: string, files: readonly string[]) => Promise<void>): () => void {
  const changed = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | null = null;
  let busy: Promise<void> = Promise.resolve();
  const flush = () => {
    timer = null;
    for (const [name, files] of changed) busy = busy.then(() => onChange(name, [...files]));
    changed.clear();
  };
  const watchers = subgraphNames.map((name) =>
    watch(join(root, 'subgraphs', name), { recursive: true }, (_event, file) => {
      if (file === null || file.includes(`generated${sep}`) || file.includes('node_modules') || file.startsWith('test')) return;
      changed.set(name, (changed.get(name) ?? new Set()).add(file));
      // Editors write a file in several steps.
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(flush, settleMs);
    }),
  );
  return () => {
    for (const watcher of watchers) watcher.close();
    if (timer !== null) clearTimeout(timer);
  };
}

async function carryOut(platform: Platform, name: string, files: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const say = (text: string) => process.stdout.write(`${text} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
  try {
    if (files.includes('schema.graphql') || files.some((file) => file.endsWith('mappers.ts'))) await generateAll();
    const composition = files.includes('schema.graphql') ? await composeProject() : null;
    if (composition?.kind === 'failed') {
      process.stderr.write(`${name} does not compose; the running graph stays as it is:\n${composition.errors.join('\n')}\n`);
      return;
    }
    await platform.restart(name);
    // After the restart: the gateway must not ask for fields that the running subgraph does not have yet.
    if (composition !== null) writeFileSync(platform.supergraphFile, composition.supergraph);
    say(`${name} was restarted${composition === null ? '' : ' and the supergraph composed'}`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}
