// Where things are in the project.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The subgraphs: every folder of subgraphs/ with a schema. */
export const subgraphNames: readonly string[] = readdirSync(join(root, 'subgraphs'))
  .filter((name) => existsSync(join(root, 'subgraphs', name, 'schema.graphql')))
  .sort();

export const subgraphDir = (name: string): string => join(root, 'subgraphs', name);
export const prismaDir = (name: string): string => join(root, 'prisma', name);
export const schemaPath = (name: string): string => join(prismaDir(name), 'schema.prisma');
export const migrationsDir = (name: string): string => join(prismaDir(name), 'migrations');

/** How the variables of a service begin: `order-items` has ORDER_ITEMS_URL. */
export const variablePrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');
