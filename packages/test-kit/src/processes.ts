// The processes of a running system.
import { execFileSync } from 'node:child_process';

/** The process of a service that a start command has started; null while there is none. */
export function serviceProcess(startPid: number, service: string): number | null {
  const entry = service === 'gateway' ? /gateway\/(src|dist)\/main\.[tj]s$/ : new RegExp(`subgraphs/${service}/src/main\\.ts$`);
  const found = childrenOf(startPid).find(({ command }) => entry.test(command));
  return found?.pid ?? null;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

export function childrenOf(parent: number): ProcessEntry[] {
  return processes().filter((entry) => entry.parent === parent);
}

/** Whether the process is there and not a zombie. */
export function isRunning(pid: number): boolean {
  return processes().some((entry) => entry.pid === pid);
}

function processes(): ProcessEntry[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }).split('\n');
  return lines.flatMap((line) => {
    const [pid, parent, state, ...args] = line.trim().split(/\s+/);
    return state === undefined || state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent), command: args.join(' ') }];
  });
}
