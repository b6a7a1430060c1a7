// JavaScript and declarations of all packages at once: Node strips no types below node_modules.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './run.ts';

/** Writes `<package>/src/**` as JavaScript below `built`. @throws {Error} with what the compiler says. */
export async function buildPackages(repository: string, built: string): Promise<void> {
  const compiler = join(createRequire(join(repository, 'package.json')).resolve('typescript/package.json'), '../bin/tsc');
  await run(process.execPath, [compiler, '--project', join(repository, 'cli/pack/tsconfig.json'), '--outDir', built], repository);
}
