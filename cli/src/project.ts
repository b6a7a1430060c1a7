// Where things are in the project, which is that of the working folder: this repository, or one that `tributary init` has made.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder with a supergraph.yaml, from the working folder upwards; without one the working folder. */
export const root = projectAround(process.cwd()) ?? process.cwd();

/** The folders of subgraphs/ that hold a service, by name. */
export const subgraphNames: readonly string[] = servicesIn(join(root, 'subgraphs'));

export const subgraphDir = (name: string): string => join(root, 'subgraphs', name);
export const prismaDir = (name: string): string => join(root, 'prisma', name);
export const schemaPath = (name: string): string => join(prismaDir(name), 'schema.prisma');
export const migrationsDir = (name: string): string => join(prismaDir(name), 'migrations');

/** How the variables of a service begin: `order-items` has ORDER_ITEMS_URL. */
export const variablePrefix = (name: string): string => name.toUpperCase().replaceAll('-', '_');

function projectAround(dir: string): string | null {
  if (existsSync(join(dir, 'supergraph.yaml'))) return dir;
  return dirname(dir) === dir ? null : projectAround(dirname(dir));
}

function servicesIn(dir: string): readonly string[] {
  const names = existsSync(dir) ? readdirSync(dir) : [];
  return names.filter((name) => existsSync(join(dir, name, 'src/main.ts'))).toSorted();
}
