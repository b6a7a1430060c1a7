// A contract, composed: what it leaves out becomes @inaccessible in the supergraph, and what is left must be a schema.
import {
  type CoreSpecDefinition,
  type Directive,
  defaultPrintOptions,
  errorCauses,
  INACCESSIBLE_VERSIONS,
  inaccessibleIdentity,
  printSchema as printSupergraph,
  type Schema,
  Supergraph,
  shallowOrderPrintedDefinitions,
  tagIdentity,
} from '@apollo/federation-internals';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Finding } from '../model.ts';
import type { Contract } from './contract-config.ts';
import type { Element } from './element.ts';
import { hiddenElements, type Reason } from './hidden-elements.ts';

/** Where an element, or a tag at it, stands in the subgraphs. */
export type Locate = (coordinate: string, tag: string | null) => Finding['source'];

export type ContractComposition = {
  /** Of its tags that nothing in the graph has: a misspelt tag excludes nothing. */
  readonly unknownTags: readonly string[];
  /** Why each element is left out, by its coordinate. */
  readonly reasons: ReadonlyMap<string, Reason>;
} & (
  | { readonly kind: 'composed'; readonly supergraph: string; readonly api: GraphQLSchema }
  | { readonly kind: 'failed'; readonly errors: readonly Finding[] }
);

/** `locate` is asked for errors alone. @throws {GraphQLError} when the text is no supergraph. */
export function composeContract(supergraphSdl: string, contract: Contract, locate: Locate): ContractComposition {
  const { schema } = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const [tag, inaccessible] = [directiveOf(schema, tagIdentity, 'tag'), directiveOf(schema, inaccessibleIdentity, 'inaccessible')];
  const tagsOf = (element: Element) => (tag === undefined ? [] : element.appliedDirectivesOf(tag).map(tagNameOf));
  const isInaccessible = (element: Element) => inaccessible !== undefined && element.hasAppliedDirective(inaccessible);
  const hidden = hiddenElements(schema, contract, tagsOf, isInaccessible);
  const known = new Set(tag === undefined ? [] : [...tag.applications()].map(tagNameOf));
  const unknownTags = [...contract.include, ...contract.exclude].filter((name) => !known.has(name));
  const reasons = new Map([...hidden].map(([{ coordinate }, reason]) => [coordinate, reason]));
  try {
    hide(schema, hidden.keys());
    const supergraph = printSupergraph(schema, shallowOrderPrintedDefinitions(defaultPrintOptions));
    return { kind: 'composed', unknownTags, reasons, supergraph, api: schema.toAPISchema().toGraphQLJSSchema() };
  } catch (error) {
    const causes = error instanceof GraphQLError ? (errorCauses(error) ?? []) : [];
    if (causes.length === 0) throw error;
    return { kind: 'failed', unknownTags, reasons, errors: causes.map((cause) => findingOf(cause, reasons, locate)) };
  }
}

/** Under whatever name the supergraph has it. */
function directiveOf(schema: Schema, identity: string, name: string) {
  const feature = schema.coreFeatures?.getByIdentity(identity);
  return feature === undefined ? undefined : schema.directive(feature.directiveNameInSchema(name));
}

const tagNameOf = (applied: Directive): string => String(applied.arguments()['name']);

function hide(schema: Schema, elements: Iterable<Element>): void {
  const linked = directiveOf(schema, inaccessibleIdentity, 'inaccessible') ?? linkInaccessible(schema);
  // The elements of a schema share no type that can be given a directive.
  for (const element of elements) Reflect.apply(element.applyDirective, element, [linked]);
}

/** No subgraph hides anything: the supergraph does not know how yet. */
function linkInaccessible(schema: Schema) {
  const link: CoreSpecDefinition | undefined = schema.coreFeatures?.coreDefinition;
  link?.applyFeatureToSchema(schema, INACCESSIBLE_VERSIONS.latest(), undefined, 'SECURITY');
  const directive = directiveOf(schema, inaccessibleIdentity, 'inaccessible');
  if (directive === undefined) throw new GraphQLError('The supergraph cannot be told what is inaccessible.');
  return directive;
}

/** An error stands where the tag stands that hides the element that it speaks of, or a part of it; else where the element does. */
function findingOf(error: GraphQLError, reasons: ReadonlyMap<string, Reason>, locate: Locate): Finding {
  const [element = null] = coordinatesIn(error, 'inaccessible_elements');
  const [referencer = element] = coordinatesIn(error, 'inaccessible_referencers');
  const concerned = [...reasons].filter(([coordinate]) => coordinate === element || coordinate.startsWith(`${element}.`));
  const excluded = concerned.flatMap(([, reason]) => (reason.kind === 'excluded' ? [locate(reason.at, reason.tag)] : []));
  const places = [...excluded, ...[element, referencer].map((one) => (one === null ? null : locate(one, null)))];
  const why = concerned.map(([coordinate, reason]) => ` ${coordinate} is left out: ${whyOf(reason)}.`);
  return {
    level: 'error',
    code: String(error.extensions['code']),
    message: [error.message, ...why].join(''),
    coordinate: referencer,
    source: places.find((place) => place !== null) ?? null,
    suggestion: null,
    affected: [],
  };
}

/** Behind "it is left out:". */
export function whyOf(reason: Reason): string {
  switch (reason.kind) {
    case 'excluded':
      return `the tag "${reason.tag}" at ${reason.at} is excluded`;
    case 'not-included':
      return 'it has none of the included tags';
    case 'empty':
      return 'nothing is left in it';
    case 'unreachable':
      return 'no operation reaches it';
  }
}

function coordinatesIn({ extensions }: GraphQLError, name: string): readonly string[] {
  const value = extensions[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
