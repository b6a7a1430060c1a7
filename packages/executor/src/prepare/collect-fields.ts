// The fields of an object type, as "CollectFields" (GraphQL specification 6.3.2), with `@skip` and `@include` kept as conditions.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Literals over the condition flags `c0`, `c1` … that must all hold. */
export type When = readonly string[];

export interface Guarded {
  readonly set: SelectionSetNode;
  readonly when: When;
}

export interface CollectedField {
  /** As in the tree. */
  readonly name: string;
  readonly field: string;
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly when: When;
  readonly set: SelectionSetNode | null;
  /** Its number among those of the object. */
  readonly at: number;
}

export interface CollectRequest {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names of the condition variables, in the order of their flags. */
  readonly conditions: readonly string[];
}

interface Growing extends CollectedField {
  readonly occurrences: Occurrence[];
}

export function collectFields(type: GraphQLObjectType, sets: readonly Guarded[], request: CollectRequest): readonly CollectedField[] {
  const fields = new Map<string, Growing>();
  let count = 0;
  const visit = ({ selections }: SelectionSetNode, when: When): void => {
    for (const selection of selections) {
      const all = conjunction(when, conditionsOf(selection, request.conditions));
      if (all === null) continue;
      if (selection.kind === Kind.FIELD) addField(fields, selection, all, count++);
      else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? request.fragments.get(selection.name.value) : selection;
        if (fragment !== undefined && applies(fragment.typeCondition?.name.value, type, request.schema)) visit(fragment.selectionSet, all);
      }
    }
  };
  for (const { set, when } of sets) visit(set, when);
  return [...fields.values()];
}

/** As code; null when one of them holds always. */
export function disjunction(cases: readonly When[]): string | null {
  if (cases.some((when) => when.length === 0)) return null;
  return [...new Set(cases.map((when) => when.join(' && ')))].join(' || ');
}

/** Null when they exclude each other. */
function conjunction(one: When, other: When | null): When | null {
  if (other === null) return null;
  const all = [...new Set([...one, ...other])];
  return all.some((literal) => all.includes(`!${literal}`)) ? null : all;
}

function addField(fields: Map<string, Growing>, node: FieldNode, when: When, at: number): void {
  const name = (node.alias ?? node.name).value;
  const occurrence = { when, set: node.selectionSet ?? null, at };
  const existing = fields.get(name);
  if (existing === undefined) fields.set(name, { name, field: node.name.value, occurrences: [occurrence] });
  else existing.occurrences.push(occurrence);
}

/** Null when it is never selected. */
function conditionsOf({ directives = [] }: SelectionNode, conditions: readonly string[]): When | null {
  const when: string[] = [];
  for (const { name, arguments: given = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = given[0]?.value;
    const wanted = name.value === 'include';
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return null;
    if (value?.kind === Kind.VARIABLE) when.push(`${wanted ? '' : '!'}c${conditions.indexOf(value.name.value)}`);
  }
  return when;
}

function applies(condition: string | undefined, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}
