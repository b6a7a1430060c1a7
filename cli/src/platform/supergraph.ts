// Composes the project's subgraphs from their files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Composition, composeSubgraphs, parseSupergraphConfig } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';

/** @throws {CommandError} when supergraph.yaml or a schema file cannot be read. */
export function composeProject(): Composition {
  const read = (file: string) => {
    try {
      return readFileSync(join(root, file), 'utf8');
    } catch (cause) {
      throw new CommandError(`${file} cannot be read.`, 2, { cause });
    }
  };
  const configText = read('supergraph.yaml');
  try {
    const { subgraphs } = parseSupergraphConfig(configText);
    return composeSubgraphs(subgraphs.map(({ name, routingUrl, schemaFile }) => ({ name, url: routingUrl, file: schemaFile, sdl: read(schemaFile) })));
  } catch (error) {
    if (error instanceof CommandError || !(error instanceof Error) || !error.message.startsWith('supergraph.yaml')) throw error;
    throw new CommandError(error.message, 2, { cause: error });
  }
}
