// Where things are in the project under test, which is that of the working folder.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Tests run in the project's root. */
export const root = process.cwd();

export const subgraphNames: readonly string[] = readdirSync(join(root, 'subgraphs'))
  .filter((name) => existsSync(join(root, 'subgraphs', name, 'src/main.ts')))
  .toSorted();
/** A folder of subgraphs/. */
export type SubgraphName = string;

/** How the variables of a service begin. */
export const variablePrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** The program of the `tributary` command that a project has installed. */
export const commandIn = (project: string): string => createRequire(join(project, 'package.json')).resolve('@tributary/cli/main');

export const prismaDir = (name: SubgraphName): string => join(root, 'prisma', name);

/** The role that accounts works under; in tests its server asks for no password. */
export const accountsRole = 'accounts_service';

export const templateOf = (name: SubgraphName): string => `template_${name}`;

/** The variable that tells tests where their PostgreSQL is. */
export const serverVariable = 'TEST_POSTGRES_URL';

/** The variables that tell the integration tests where their system is. */
export const systemVariables = { url: 'TEST_SYSTEM_URL', dataDir: 'TEST_SYSTEM_DATA_DIR' } as const;
