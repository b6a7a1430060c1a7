// What a supergraph says that its parts cost: `@cost` and `@listSize`, by coordinate.
import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
} from 'graphql';
import { directiveNameOf } from './linked-features.ts';
import { argumentOf, directivesNamed } from './supergraph-document.ts';

/** Plain data, by schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `@directive(argument:)`. */
export interface CostDirectives {
  readonly weights: ReadonlyMap<string, number>;
  /** Of fields. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/** The arguments of `@listSize`. https://ibm.github.io/graphql-specs/cost-spec.html#sec-The-List-Size-Directive */
export interface ListSize {
  readonly assumedSize: number | null;
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Both maps are empty for a supergraph that does not link https://specs.apollo.dev/cost. */
export function costDirectivesOf(document: DocumentNode): CostDirectives {
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const cost = directiveNameOf(document, 'cost');
  const listSize = directiveNameOf(document, 'cost', 'listSize');
  if (cost === null || listSize === null) return { weights, listSizes };
  for (const [coordinate, node] of document.definitions.flatMap(partsOf)) {
    for (const directive of directivesNamed(node, cost)) {
      const weight = numberOf(directive, 'weight');
      if (weight !== null) weights.set(coordinate, weight);
    }
    for (const directive of directivesNamed(node, listSize)) listSizes.set(coordinate, listSizeOf(directive));
  }
  return { weights, listSizes };
}

/** What may have such a directive, by its coordinate. */
function partsOf(definition: DefinitionNode): readonly (readonly [coordinate: string, Annotated])[] {
  switch (definition.kind) {
    case Kind.DIRECTIVE_DEFINITION:
      return argumentsOf(`@${definition.name.value}`, definition.arguments);
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.ENUM_TYPE_DEFINITION:
      return [[definition.name.value, definition]];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const type = definition.name.value;
      return [[type, definition], ...(definition.fields ?? []).flatMap((field) => fieldParts(`${type}.${field.name.value}`, field))];
    }
    default:
      return [];
  }
}

const fieldParts = (coordinate: string, field: FieldDefinitionNode | InputValueDefinitionNode) =>
  [[coordinate, field], ...('arguments' in field ? argumentsOf(coordinate, field.arguments) : [])] as const;

const argumentsOf = (owner: string, given: readonly InputValueDefinitionNode[] = []) =>
  given.map((argument) => [`${owner}(${argument.name.value}:)`, argument] as const);

const listSizeOf = (directive: ConstDirectiveNode): ListSize => ({
  assumedSize: numberOf(directive, 'assumedSize'),
  slicingArguments: textsOf(directive, 'slicingArguments'),
  sizedFields: textsOf(directive, 'sizedFields'),
  requireOneSlicingArgument: argumentOf(directive, 'requireOneSlicingArgument') !== 'false',
});

const argumentValue = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((argument) => argument.name.value === name)?.value;

/** A number, or one as a text: Apollo's weights are `Int!`, those of IBM's specification `String!`. A text that is no number is none. */
function numberOf(directive: ConstDirectiveNode, name: string): number | null {
  const value = argumentValue(directive, name);
  if (value?.kind !== Kind.INT && value?.kind !== Kind.FLOAT && value?.kind !== Kind.STRING) return null;
  const number = value.value.trim() === '' ? Number.NaN : Number(value.value);
  return Number.isFinite(number) ? number : null;
}

function textsOf(directive: ConstDirectiveNode, name: string): readonly string[] {
  const value = argumentValue(directive, name);
  return value?.kind === Kind.LIST ? value.values.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])) : [];
}
