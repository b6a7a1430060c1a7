// The contracts of a graph: those of supergraph.yaml, or of graph-contracts.yaml beside it.
import { join } from 'node:path';
import { type Contract, contractsFile, parseContracts, SupergraphConfigError } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';

/** `read` gives a file of the folder, null when there is none. @throws {CommandError} 2 */
export function contractsOf(config: string, folder: string, read: (file: string) => string | null): readonly Contract[] {
  const [inside, beside] = [config, contractsFile].map((file) => parsed(read(file) ?? '', join(folder, file)));
  if (inside !== undefined && beside !== undefined && inside.length > 0 && beside.length > 0)
    throw new CommandError(`There are contracts in ${config} and in ${contractsFile}: let one of them have all.`, 2);
  return [...(inside ?? []), ...(beside ?? [])];
}

function parsed(text: string, file: string): readonly Contract[] {
  try {
    return parseContracts(text, file);
  } catch (error) {
    if (error instanceof SupergraphConfigError) throw new CommandError(error.message, 2, { cause: error });
    throw error;
  }
}
