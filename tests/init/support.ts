// What a team does with the packed platform: programs in a folder of theirs, without anything of the repository around them.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Running {
  readonly child: ChildProcess;
  output(): string;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** A shell of theirs: neither the programs of this repository nor what its pnpm has told this process. */
function freshEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(p?npm_|PNPM_|NODE_|VITEST|TEST_|INIT_CWD|CI$)/.test(name) || /^npm_config_(registry|cafile)$/.test(name),
  );
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => !dir.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

const groups = new Set<number>();

/** Ends what a test that failed has left. */
export function endAll(): void {
  for (const group of groups) process.kill(-group, 'SIGTERM');
}

/** In a process group of its own, as a shell starts it: Ctrl-C reaches all of it. */
export function start(cwd: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(program, args, { cwd, env: { ...freshEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (pid !== undefined) groups.delete(pid);
      resolve(code);
    });
  });
  return { child, output: () => output, ended };
}

/** Gives what it printed. @throws {Error} with that, when it does not end well. */
export async function run(cwd: string, program: string, args: readonly string[]): Promise<string> {
  const { ended, output } = start(cwd, program, args);
  const code = await ended;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output()}`);
  return output();
}

/** As a terminal sends it: to npx, pnpm and the command alike. */
export const pressCtrlC = ({ child }: Running): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGINT'));

/** Outside the repository; PostgreSQL's own user can enter it. */
export function outside(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tributary-init-'));
  chmodSync(dir, 0o755);
  return dir;
}
