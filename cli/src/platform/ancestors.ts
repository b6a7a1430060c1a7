// The npx and pnpm that started this process: when one of them is killed, nothing tells this process, so it looks.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

interface ProcessEntry {
  readonly parent: number;
  readonly argv: readonly string[];
}

const pollMs = 500;
const launcher = /^(npm|npx|pnpm|pnpx)(\.[cm]?js)?$/;

/** Calls back once when a package manager above this process is gone. */
export function watchAncestors(onGone: () => void): { stop(): void } {
  const chain = launchersAbove(process.pid);
  const timer = setInterval(() => {
    if (chain.every(({ pid, parent }) => entryOf(pid)?.parent === parent)) return;
    clearInterval(timer);
    onGone();
  }, pollMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** From this process up to the topmost package manager: each with the parent that it must keep. */
function launchersAbove(pid: number): { pid: number; parent: number }[] {
  const links: { pid: number; parent: number; launched: boolean }[] = [];
  for (let current = pid, entry = entryOf(pid); entry !== null && entry.parent > 1; current = entry.parent, entry = entryOf(current)) {
    links.push({ pid: current, parent: entry.parent, launched: isLauncher(entryOf(entry.parent)?.argv ?? []) });
  }
  const last = links.findLastIndex(({ launched }) => launched);
  return links.slice(0, last + 1);
}

function isLauncher(argv: readonly string[]): boolean {
  const words = argv.length === 1 ? (argv[0] ?? '').split(' ') : argv; // npm writes its whole command line into its title
  return words.slice(0, 2).some((word) => launcher.test(basename(word)));
}

function entryOf(pid: number): ProcessEntry | null {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return null; // the process is gone
  }
}

function fromProc(pid: number): ProcessEntry {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; state and parent follow it.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    .split('\0')
    .filter((word) => word !== '');
  return { parent, argv };
}

function fromPs(pid: number): ProcessEntry {
  const [parent = '', ...argv] = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return { parent: Number(parent), argv };
}
