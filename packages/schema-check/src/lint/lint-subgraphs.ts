// Lint: what a schema's style is missing, of what a change touches.
import { type DocumentNode, Kind, parse, Source } from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { Finding } from '../model.ts';
import { type LintGraph, lintRules, namedType } from './lint-rules.ts';
import { elementsOf, isType, ownText, type SchemaElement } from './schema-elements.ts';

interface ParsedSubgraph {
  readonly source: SubgraphSource;
  readonly document: DocumentNode;
  readonly elements: readonly SchemaElement[];
}

/**
 * Findings of `head`; with `base` only those of elements that are new or whose own definition differs there: what is old and untouched
 * holds nobody up. @throws {GraphQLError} when a text is no schema document.
 */
export function lintSubgraphs(head: readonly SubgraphSource[], base: readonly SubgraphSource[] | null): readonly Finding[] {
  const subgraphs = head.map(parsed);
  const graph = graphOf(subgraphs);
  const untouched = new Map((base ?? []).map(parsed).map(({ source, elements }) => [source.name, new Map(elements.map(textByCoordinate))]));
  return subgraphs.flatMap(({ source, elements }) => {
    const before = untouched.get(source.name);
    return elements
      .filter((element) => before?.get(element.coordinate) !== ownText(element))
      .flatMap((element) => findingsOf(element, source, graph));
  });
}

const parsed = (source: SubgraphSource): ParsedSubgraph => {
  const document = parse(new Source(source.sdl, source.file));
  return { source, document, elements: elementsOf(document) };
};

const textByCoordinate = (element: SchemaElement) => [element.coordinate, ownText(element)] as const;

function findingsOf(element: SchemaElement, { name: subgraph, file }: SubgraphSource, graph: LintGraph): readonly Finding[] {
  const { line, column } = element.position;
  return lintRules.flatMap(({ code, check, suggestion }) => {
    const message = check(element, graph);
    if (message === null) return [];
    const source = { subgraph, file, line, column };
    return [{ level: 'warning', code, message, coordinate: element.coordinate, source, suggestion, affected: [] } satisfies Finding];
  });
}

function graphOf(subgraphs: readonly ParsedSubgraph[]): LintGraph {
  const elements = subgraphs.flatMap((subgraph) => subgraph.elements);
  const definitions = subgraphs.flatMap(({ document }) => document.definitions);
  const types = definitions.filter(isType);
  const members = types.flatMap((type) => ('types' in type ? (type.types ?? []) : []));
  // A type that implements a used interface comes back wherever that does.
  const implementing = types.filter((type) => 'interfaces' in type && (type.interfaces ?? []).length > 0);
  const roots = definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? (one.operationTypes ?? []) : [],
  );
  const named = [...members.map(({ name }) => name), ...implementing.map(({ name }) => name), ...roots.map(({ type }) => type.name)];
  return {
    usedTypes: new Set([
      ...['Query', 'Mutation', 'Subscription', ...named.map(({ value }) => value)],
      ...elements.flatMap(({ type }) => (type === null ? [] : [namedType(type)])),
    ]),
    compositeTypes: new Set(types.filter((type) => 'fields' in type || 'types' in type).map(({ name }) => name.value)),
    described: new Set(elements.filter(({ description }) => (description?.value.trim() ?? '') !== '').map(({ coordinate }) => coordinate)),
  };
}
