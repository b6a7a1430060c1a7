// Names that the project already uses: of subgraphs, packages, variables, types and root fields.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubgraphSource } from '@tributary/schema-check';
import { type DefinitionNode, Kind, parse } from 'graphql';
import { root, variablePrefix } from '../project.ts';
import { coordinatesOfEntity } from './names.ts';

/** Says what else is called so; null where nothing is. */
export function takenSubgraph(name: string, sources: readonly SubgraphSource[]): string | null {
  if (sources.some((source) => source.name === name)) return `There is a subgraph "${name}" already.`;
  if (existsSync(join(root, 'packages', name))) return `"${name}" is a package of the platform.`;
  const settings = textOf('docs/settings.md');
  const variable = [`${variablePrefix(name)}_URL`, `${variablePrefix(name)}_DATABASE_URL`].find((one) =>
    settings.includes(`| \`${one}\` |`),
  );
  if (variable !== undefined) return `A subgraph "${name}" would be set by ${variable}, which means something else: choose another name.`;
  return new RegExp(`^ {2}${name}:`, 'm').test(textOf('docker-compose.yml')) ? `docker-compose.yml has a service "${name}" already.` : null;
}

/** Says which subgraph has a type or a root field that the entity would bring; null where none has. */
export function takenEntity(type: string, sources: readonly SubgraphSource[]): string | null {
  const brought = coordinatesOfEntity(type);
  for (const { name, sdl } of sources) {
    const there = new Set(parse(sdl, { noLocation: true }).definitions.flatMap(coordinatesOf));
    const found = brought.find((coordinate) => there.has(coordinate));
    if (found === type) return `${type} is a type of ${name}. To add fields to it from here, extend it by hand (docs/new-subgraph.md).`;
    if (found !== undefined) return `An entity "${type}" would bring ${found}, which ${name} has already.`;
  }
  return null;
}

function coordinatesOf(node: DefinitionNode): readonly string[] {
  if (!('name' in node) || node.name === undefined) return [];
  const name = node.name.value;
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return [name];
  return [name, ...(node.fields ?? []).map((field) => `${name}.${field.name.value}`)];
}

function textOf(file: string): string {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
