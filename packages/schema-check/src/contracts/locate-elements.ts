// Where elements of a supergraph, and the tags at them, stand in the subgraphs.
import { buildSubgraph } from '@apollo/federation-internals';
import { type ASTNode, parse, Source } from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { SourceLocation } from '../model.ts';
import type { Locate } from './compose-contract.ts';

/** The first place, in the order of the subgraphs, which are built when something is asked for: they compose. */
export function locateIn(sources: readonly SubgraphSource[]): Locate {
  let built: readonly BuiltSubgraph[] | null = null;
  return (coordinate, tag) => {
    built ??= sources.map(({ name, url, sdl, file }) => ({ file, subgraph: buildSubgraph(name, url, parse(new Source(sdl, name))) }));
    for (const { file, subgraph } of built) {
      const element = subgraph.schema.elementByCoordinate(coordinate);
      const applied = element?.appliedDirectivesOf(subgraph.metadata().tagDirective()) ?? [];
      const node = tag === null ? element?.sourceAST : applied.find((one) => one.arguments().name === tag)?.sourceAST;
      if (node !== undefined) return placeOf(node, subgraph.name, file);
    }
    return null;
  };
}

interface BuiltSubgraph {
  readonly file: string;
  readonly subgraph: ReturnType<typeof buildSubgraph>;
}

/** Of its name: a description may begin lines before. */
function placeOf(node: ASTNode, subgraph: string, file: string): SourceLocation {
  const named = 'name' in node && node.kind !== 'Directive' ? node.name : node;
  const { line, column } = named?.loc?.startToken ?? { line: 1, column: 1 };
  return { subgraph, file, line, column };
}
