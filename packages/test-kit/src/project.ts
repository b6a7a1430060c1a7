// Where things are in the project, for tests.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The subgraphs: every folder of subgraphs/ with a schema. */
export const subgraphNames: readonly string[] = readdirSync(join(root, 'subgraphs'))
  .filter((name) => existsSync(join(root, 'subgraphs', name, 'schema.graphql')))
  .sort();
/** A folder of subgraphs/. */
export type SubgraphName = string;

/** How the variables of a service begin. */
export const variablePrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');

export const prismaDir = (name: SubgraphName): string => join(root, 'prisma', name);

/** The role that accounts works under; in tests its server asks for no password. */
export const accountsRole = 'accounts_service';

export const templateOf = (name: SubgraphName): string => `template_${name}`;

/** The variable that tells tests where their PostgreSQL is. */
export const serverVariable = 'TEST_POSTGRES_URL';

/** The variables that tell the integration tests where their system is. */
export const systemVariables = { url: 'TEST_SYSTEM_URL', dataDir: 'TEST_SYSTEM_DATA_DIR' } as const;
