// What a running system has used so far: CPU time by process, SQL statements by the services' own count.
import { readFileSync } from 'node:fs';
import { childrenOf, type System, serviceLog, subgraphNames } from '@tributary/test-kit';

const ticksPerSecond = 100; // USER_HZ of every Linux that Node runs on

/** CPU milliseconds of each service and of PostgreSQL with all its backends. Linux only. */
export function cpuMsByProcess({ process: start }: System): Map<string, number> {
  const used = new Map<string, number>();
  for (const { pid, command } of childrenOf(start.pid ?? 0)) {
    const service = /(?:subgraphs\/)?(\w+)\/src\/main\.ts$/.exec(command)?.[1];
    if (service !== undefined) used.set(service, cpuMsOf(pid));
    else if (/\bpostgres\b/.test(command)) {
      // Backends that have ended are counted with the server, which waits for them.
      used.set(
        'postgres',
        childrenOf(pid).reduce((sum, backend) => sum + cpuMsOf(backend.pid), cpuMsOf(pid, true)),
      );
    }
  }
  return new Map([...used].sort(([a], [b]) => a.localeCompare(b)));
}

function cpuMsOf(pid: number, withEndedChildren = false): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; utime, stime, cutime and cstime are fields 14 to 17.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return ((user + system + (withEndedChildren ? childUser + childSystem : 0)) * 1_000) / ticksPerSecond;
}

/** SQL statements that requests of the gateway and of siblings have caused since the start. The gateway's own housekeeping is left out. */
export function sqlStatements(dataDir: string): number {
  const lines = subgraphNames.flatMap((name) => (name === 'accounts' ? withoutPolling(dataDir) : serviceLog(dataDir, name)));
  return lines.reduce((sum, { sqlStatements: count }) => sum + (typeof count === 'number' ? count : 0), 0);
}

/** accounts is asked every second what was revoked; that is no part of a page. Its request ids are in no line of the gateway. */
function withoutPolling(dataDir: string) {
  const pages = new Set(serviceLog(dataDir, 'gateway').flatMap(({ message, requestId }) => (message === 'request' ? [requestId] : [])));
  return serviceLog(dataDir, 'accounts').filter(({ requestId }) => pages.has(requestId));
}
