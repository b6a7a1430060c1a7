// A graph of one text: subgraphs headed by `# subgraph NAME`.
import { apiSchemaOf, composeSubgraphs, type Graph, type SubgraphSource } from '../src/index.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@override", "@inaccessible", "@external", ' +
  '"@requires", "@provides", "@tag", "@interfaceObject", "@authenticated", "@requiresScopes", "@cost", "@listSize"])\n';

export function subgraphsOfText(text: string): readonly SubgraphSource[] {
  return text
    .split(/^# subgraph /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return { name, url: `http://127.0.0.1/${name}`, file: `${name}.graphql`, sdl: link + lines.join('\n') };
    });
}

/** @throws {Error} with what keeps it from composing. */
export function graphOfText(text: string): Graph {
  const subgraphs = subgraphsOfText(text);
  const composition = composeSubgraphs(subgraphs);
  if (composition.kind === 'failed') throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  return { subgraphs, api: apiSchemaOf(composition.supergraph) };
}
