// pnpm-workspace.yaml of a new platform: the versions and the settings that the packages were tested with.

export interface Workspace {
  /** The repository's pnpm-workspace.yaml. */
  readonly tested: string;
  /** Names of the packages that the platform's package.json files speak of. */
  readonly used: ReadonlySet<string>;
  /** Of the packages of the platform. */
  readonly version: string;
  /** Packages that come from a file: name to path. */
  readonly files: ReadonlyMap<string, string>;
}

/** What a repository of packages has, and a platform made of them has not. */
const leftOut = new Set(['packages', 'catalog', 'packageExtensions']);

export function workspaceFile({ tested, used, version, files }: Workspace): string {
  const sections = sectionsOf(tested);
  const ours = [...used].filter((name) => name.startsWith('@tributary/')).toSorted();
  const theirs = (sections.get('catalog') ?? '').split('\n').filter((line) => used.has(/^ {2}"?([^":]+)"?: /.exec(line)?.[1] ?? ''));
  const overrides = [...files].map(([name, file]) => `  "${name}": "file:${file}"`);
  return [
    'packages:\n  - subgraphs/*\n  - prisma\n',
    '# Every version is exact and stands here once; package.json files say `catalog:`.\ncatalog:',
    ...ours.map((name) => `  "${name}": ${version}`),
    `${theirs.join('\n')}\n`,
    ...(overrides.length > 0 ? ['# Not from a registry.\noverrides:', `${overrides.join('\n')}\n`] : []),
    ...[...sections].filter(([key]) => !leftOut.has(key)).map(([, text]) => text),
    '',
  ].join('\n');
}

/** The top-level keys, each with its lines and the comment before it. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = text.matchAll(/^((?:#.*\n)*)(\w+):.*\n(?: .*\n|\n)*/gm);
  return new Map([...sections].map(([whole, , key = '']) => [key, whole.trimEnd()]));
}
