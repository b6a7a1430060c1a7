// Where things are in the project.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export const subgraphNames = ['accounts', 'catalog', 'inventory', 'orders', 'reviews'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

export const subgraphDir = (name: string): string => join(root, 'subgraphs', name);
export const prismaDir = (name: string): string => join(root, 'prisma', name);
export const schemaPath = (name: string): string => join(prismaDir(name), 'schema.prisma');
export const migrationsDir = (name: string): string => join(prismaDir(name), 'migrations');
