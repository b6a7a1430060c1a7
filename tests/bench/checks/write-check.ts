// The two sides of a check and its usage, as the files that the command reads.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { apiSchemaOf, snapshotLine } from '@tributary/schema-check';
import { getOperationAST, parse, validate } from 'graphql';
import { foundOperations, writtenOperations } from '../../attack/corpus/honest.ts';
import { type GraphSize, generateGraph } from './generate-graph.ts';

/** Paths, for the flags of the command. */
export interface CheckFiles {
  readonly base: string;
  readonly head: string;
  readonly usage: string;
}

export function writeGeneratedCheck(folder: string, size: GraphSize): CheckFiles {
  const { base, head, operations } = generateGraph(size);
  return {
    base: writeSide(join(folder, 'base'), base),
    head: writeSide(join(folder, 'head'), head),
    usage: writeUsage(folder, operations),
  };
}

function writeSide(folder: string, sdls: ReadonlyMap<string, string>): string {
  mkdirSync(folder, { recursive: true });
  const rows = [...sdls.keys()].map((name) => `  ${name}:\n    routing_url: http://${name}\n    schema:\n      file: ./${name}.graphql\n`);
  for (const [name, sdl] of sdls) writeFileSync(join(folder, `${name}.graphql`), sdl);
  const config = join(folder, 'supergraph.yaml');
  writeFileSync(config, `federation_version: =2.14.0\nsubgraphs:\n${rows.join('')}`);
  return config;
}

const root = resolve(import.meta.dirname, '../../..');

/** Our subgraphs, of which one gets a field and gives the word on another to its neighbour, with the honest operations of the repository. */
export function writeOwnCheck(folder: string, count: number): CheckFiles {
  const head = join(folder, 'head');
  cpSync(join(root, 'subgraphs'), join(head, 'subgraphs'), { recursive: true, filter: (path) => !/node_modules|generated/.test(path) });
  cpSync(join(root, 'supergraph.yaml'), join(head, 'supergraph.yaml'));
  const file = join(head, 'subgraphs/catalog/schema.graphql');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^type Product [^{]*\{/m, '$&\n  "New."\n  added: String'));
  const schema = apiSchemaOf(readFileSync(join(root, 'supergraph.graphql'), 'utf8'));
  const valid = [...writtenOperations(), ...foundOperations()].filter(({ text }) => {
    const document = parse(text);
    return validate(schema, document).length === 0 && getOperationAST(document) !== null;
  });
  // As many as are wanted: the same operation with another comment is another document.
  const operations = Array.from({ length: count }, (_, index) => ({
    name: `Operation${index}`,
    document: `${valid[index % valid.length]?.text} # ${index}`,
  }));
  return { base: join(root, 'supergraph.yaml'), head: join(head, 'supergraph.yaml'), usage: writeUsage(folder, operations) };
}

function writeUsage(folder: string, operations: readonly { readonly name: string; readonly document: string }[]): string {
  const file = join(folder, 'usage.jsonl');
  const seen = { client: 'web', version: '1', count: 10, lastSeen: '2026-11-01T00:00:00Z', origin: 'usage.jsonl' };
  writeFileSync(file, operations.map((operation) => snapshotLine({ ...operation, ...seen })).join(''));
  return file;
}
