// A process that outlives the start command by seconds: at the end of the pipe it ends what the start command left.
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const graceMs = 5_000;
const services = new Set<number>();
let server: number | null = null;

for await (const line of createInterface({ input: process.stdin })) {
  const [word, text] = line.split(' ');
  const pid = Number(text);
  if (word === 'add') services.add(pid);
  if (word === 'remove') services.delete(pid);
  if (word === 'server') server = pid;
  if (word === 'dismiss') process.exit(0);
}

await end([...services], 'SIGTERM', 'SIGKILL');
// SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: both keep the data safe.
if (server !== null) await end([server], 'SIGINT', 'SIGQUIT');

async function end(pids: readonly number[], first: NodeJS.Signals, last: NodeJS.Signals): Promise<void> {
  for (const pid of pids) send(pid, first);
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && pids.some((pid) => send(pid, 0))) await wait(50);
  for (const pid of pids) send(pid, last);
}

/** Whether the process is there to get the signal. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
