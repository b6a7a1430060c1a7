// docs: what the documentation takes from the code.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describePermissions, describeRoles, type Permissions } from '@tributary/auth-kit';
import { describeSettings, type Settings } from '@tributary/config';
import { describeCodes } from '@tributary/errors';
import { type DocumentNode, parse } from 'graphql';
import { settings as ownSettings } from '../config.ts';
import { root, subgraphNames } from '../project.ts';

const introduction = `# Settings

Environment variables, read once at the start by each service's config.ts; all problems are told at once. An empty variable counts as absent.
Made by \`npx pnpm tributary docs\`.
`;

const permissionsIntroduction = `# Permissions

Who may read which field, from the definition that the subgraphs enforce: the directives of each \`schema.graphql\` (\`@authenticated\`,
\`@requiresScopes\`) and each \`permissions.ts\`. A missing credential is answered UNAUTHENTICATED, a missing scope FORBIDDEN; what a row rule
refuses is null, or not in its list, without an error. What is under no rule does not start. Made by \`npx pnpm tributary docs\`;
\`tests/permissions\` compares it with the running system, cell by cell.

**Roles**
`;

export async function run(args: readonly string[]): Promise<number> {
  const wanted = new Map([
    [join(root, 'docs/errors.md'), describeCodes()],
    [join(root, 'docs/settings.md'), `${introduction}${await settingsTable()}`],
    [join(root, 'docs/permissions.md'), await permissionTables()],
  ]);
  const stale = [...wanted].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  if (args.includes('--check')) {
    for (const [file] of stale) process.stderr.write(`${file} is stale. Run \`npx pnpm tributary docs\` and commit it.\n`);
    if (stale.length > 0) return 1;
  }
  mkdirSync(join(root, 'docs'), { recursive: true });
  for (const [file, text] of stale) writeFileSync(file, text);
  process.stdout.write(stale.length === 0 ? 'The documentation is what the code says.\n' : `Rewrote ${stale.length} files.\n`);
  return 0;
}

/** Every setting of the commands and of each service, as each config.ts declares it; those of all subgraphs stand once. */
async function settingsTable(): Promise<string> {
  const settingsOf = async (module: string) => ((await import(module)) as { settings: Settings }).settings; // every config.ts exports them
  const subgraphs = await Promise.all(
    subgraphNames.map(async (name) => ({ name, settings: await settingsOf(join(root, 'subgraphs', name, 'src/config.ts')) })),
  );
  const shared = Object.keys(subgraphs[0]?.settings ?? {}).filter((variable) => subgraphs.every(({ settings }) => variable in settings));
  const only = (settings: Settings, keep: (variable: string) => boolean): Settings =>
    Object.fromEntries(Object.entries(settings).filter(([variable]) => keep(variable)));
  const sections: [string, Settings][] = [
    ['`npx pnpm start`, `dev` and `seed`', ownSettings],
    ['The gateway', await settingsOf(import.meta.resolve('@tributary/gateway/settings'))],
    ['Every subgraph', only(subgraphs[0]?.settings ?? {}, (variable) => shared.includes(variable))],
    ...subgraphs.map(({ name, settings }): [string, Settings] => [name, only(settings, (variable) => !shared.includes(variable))]),
  ];
  return sections
    .map(
      ([title, settings]) =>
        `\n**${title}**\n\n| Variable | Default | What it is for |\n|---|---|---|\n${describeSettings(settings).join('\n')}\n`,
    )
    .join('');
}

/** The scopes of the roles, and a table per subgraph. */
async function permissionTables(): Promise<string> {
  const sections = await Promise.all(
    subgraphNames.map(async (name) => {
      const { permissionsFor } = (await import(join(root, `subgraphs/${name}/src/permissions.ts`))) as PermissionsModule;
      const typeDefs = parse(readFileSync(join(root, `subgraphs/${name}/schema.graphql`), 'utf8'));
      return `\n**${name}**\n\n${describePermissions(permissionsFor(typeDefs)).join('\n')}\n`;
    }),
  );
  return `${permissionsIntroduction}\n${describeRoles().join('\n')}\n${sections.join('')}`;
}

/** Every permissions.ts exports it. */
interface PermissionsModule {
  readonly permissionsFor: (typeDefs: DocumentNode) => Permissions;
}
