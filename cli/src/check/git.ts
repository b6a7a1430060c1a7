// The git program, for the side of a check that is committed.
import { spawnSync } from 'node:child_process';
import { CommandError } from '../command-error.ts';

/** A commit, and the folder of its tree that a path in the working tree stands for. */
export interface GitBase {
  readonly commit: string;
  /** As a person would say it: `origin/main (0123abcd)`. */
  readonly label: string;
  /** The text of a file, relative to the folder; null when the commit has none. */
  read(path: string): string | null;
  /** The names in a folder, sorted; none when the commit has no such folder. */
  list(path: string): readonly string[];
}

/**
 * Where the branch that is checked out has left `ref`: what `ref` has got since is no change of ours.
 * @throws {CommandError} 3, when git, the ref or the history between is not there, with the way out.
 */
export function gitBase(ref: string, folder: string): GitBase {
  const git = gitIn(folder);
  if (git('rev-parse', '--is-inside-work-tree').kind === 'failed') throw new CommandError(`${folder} is in no git repository.`, 3);
  const isShallow = outputOf(git('rev-parse', '--is-shallow-repository')) === 'true';
  if (git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).kind === 'failed') {
    throw new CommandError(`There is no ${ref} in this clone. ${isShallow ? unshallow : `\`git fetch origin\` may bring it.`}`, 3);
  }
  const merged = git('merge-base', '--', ref, 'HEAD');
  if (merged.kind === 'failed') {
    throw new CommandError(
      `HEAD and ${ref} have no history in common here. ${isShallow ? unshallow : 'Name a commit that HEAD comes from.'}`,
      3,
    );
  }
  const commit = merged.output;
  return {
    commit,
    label: `${ref} (${commit.slice(0, 8)})`,
    read: (path) => outputOf(git('show', '--end-of-options', `${commit}:./${path}`)),
    list: (path) => namesIn(outputOf(git('ls-tree', '-z', '--name-only', '--end-of-options', `${commit}:./${path}`))),
  };
}

const unshallow = 'The clone is shallow: `git fetch --unshallow origin` (or `fetch-depth: 0` of actions/checkout) brings the history.';

type Ran = { readonly kind: 'done'; readonly output: string } | { readonly kind: 'failed' };

const maxFileBytes = 64 * 1024 * 1024;

const gitIn =
  (folder: string) =>
  (...args: readonly string[]): Ran => {
    const ran = spawnSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: maxFileBytes });
    if (ran.error !== undefined) throw new CommandError(`git cannot be run: ${ran.error.message}`, 3, { cause: ran.error });
    // Files keep their last line's end; what git itself says is a line.
    return ran.status === 0 ? { kind: 'done', output: args[0] === 'show' ? ran.stdout : ran.stdout.trim() } : { kind: 'failed' };
  };

const namesIn = (output: string | null): readonly string[] =>
  (output ?? '')
    .split('\0')
    .filter((name) => name !== '')
    .toSorted();

const outputOf = (ran: Ran): string | null => (ran.kind === 'done' ? ran.output : null);
