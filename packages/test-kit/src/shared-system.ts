// Vitest's global set-up for the integration tests: one system that all files ask.
import { systemVariables } from './project.ts';
import { startSystem } from './start-system.ts';

/** Starts the system and gives what stops it again. */
export async function setup(): Promise<() => Promise<void>> {
  const system = await startSystem();
  process.env[systemVariables.url] = system.url;
  process.env[systemVariables.dataDir] = system.dataDir;
  return () => system.remove();
}
