// The rules of `tributary lint`: each looks at one element and says what is wrong with it.
import { type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import type { SchemaElement } from './schema-elements.ts';

export interface LintRule {
  readonly code: string;
  /** What is wrong, or null. */
  check(element: SchemaElement, graph: LintGraph): string | null;
  readonly suggestion: string;
}

/** What a rule knows of the other subgraphs. */
export interface LintGraph {
  /** Named by a field, an argument, a union or an interface's implementation anywhere, or a root. */
  readonly usedTypes: ReadonlySet<string>;
  /** Types that have fields: lists of them grow. */
  readonly compositeTypes: ReadonlySet<string>;
  /** Elements that are described in some subgraph. */
  readonly described: ReadonlySet<string>;
}

const pascal = /^_?[A-Z][A-Za-z0-9]*$/;
const camel = /^[a-z][A-Za-z0-9]*$/;
const upper = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
/** Arguments that bound a list, of connections and otherwise. */
const bounds = ['first', 'last', 'limit', 'days', 'ids', 'top'];

export const lintRules: readonly LintRule[] = [
  {
    code: 'TYPE_NAME_PASCAL_CASE',
    suggestion: 'Write it like ProductReview.',
    check: ({ kind, name }) => (kind === 'type' && !pascal.test(name) ? `The type ${name} is not in PascalCase.` : null),
  },
  {
    code: 'FIELD_NAME_CAMEL_CASE',
    suggestion: 'Write it like unitPrice.',
    check: ({ kind, name, coordinate }) =>
      ['field', 'argument', 'inputField'].includes(kind) && !camel.test(name) && !name.startsWith('_')
        ? `${coordinate} is not in camelCase.`
        : null,
  },
  {
    code: 'ENUM_VALUE_UPPER_CASE',
    suggestion: 'Write it like IN_TRANSIT.',
    check: ({ kind, name, coordinate }) => (kind === 'enumValue' && !upper.test(name) ? `${coordinate} is not in UPPER_CASE.` : null),
  },
  {
    code: 'DESCRIPTION_MISSING',
    suggestion: 'Say in a sentence what it is, for those who read the schema alone.',
    check: ({ description, isExtension, coordinate }, { described }) =>
      (description?.value.trim() ?? '') === '' && !isExtension && !described.has(coordinate) ? `${coordinate} has no description.` : null,
  },
  {
    code: 'DEPRECATION_REASON_MISSING',
    suggestion: 'Say what to use instead: @deprecated(reason: "Use ...").',
    check: ({ directives, coordinate }) => {
      const deprecated = directives.find(({ name }) => name.value === 'deprecated');
      const reason = deprecated?.arguments?.find(({ name }) => name.value === 'reason')?.value;
      const isGiven = reason?.kind === Kind.STRING && reason.value.trim() !== '';
      return deprecated === undefined || isGiven ? null : `${coordinate} is deprecated without a reason.`;
    },
  },
  {
    code: 'LIST_NOT_PAGINATED',
    suggestion: 'Give it first and after, or return a connection.',
    check: ({ node, coordinate }, { compositeTypes }) =>
      node.kind === Kind.FIELD_DEFINITION && isOpenList(node, coordinate, compositeTypes)
        ? `${coordinate} returns a list of objects that nothing bounds.`
        : null,
  },
  {
    code: 'TYPE_UNUSED',
    suggestion: 'Remove it, or use it.',
    check: ({ kind, name, isExtension, directives }, { usedTypes }) =>
      kind === 'type' && !isExtension && !usedTypes.has(name) && !directives.some((one) => one.name.value === 'key')
        ? `Nothing uses the type ${name}.`
        : null,
  },
];

/** The lists inside connections and payloads are bounded by what returned them. */
function isOpenList(
  { type, arguments: given, directives }: FieldDefinitionNode,
  coordinate: string,
  composites: ReadonlySet<string>,
): boolean {
  const isList = type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE);
  if (!isList || !composites.has(namedType(type))) return false;
  const isInside = /^[^.]*(Connection|Payload|Edge)\.|^Query\._/.test(coordinate);
  const isBound = (given ?? []).some(({ name }) => bounds.includes(name.value));
  // What clients do not see is asked for by services, which know how much they ask for.
  return !isInside && !isBound && !(directives ?? []).some(({ name }) => ['listSize', 'inaccessible'].includes(name.value));
}

export const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
