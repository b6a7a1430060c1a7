// Walks one operation or fragment as it is written: each node once, with a stack of its own instead of recursion.
import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import type { Located } from './limit-fault.ts';
import { add, emptyMeasure, type Measure, type Place, raise, times } from './measure.ts';

export interface Spread {
  readonly node: FragmentSpreadNode;
  readonly place: Place;
}

export interface WalkedDefinition {
  /** Without what its spreads bring. */
  readonly own: Measure;
  readonly spreads: readonly Spread[];
  /** Nodes that were looked at; each has a token of its own. */
  readonly visits: number;
}

const outermost: Place = { depth: 0, nesting: 0, introspection: 0, times: 1, isRoot: true };

/** Lists of connections are no depth of their own: https://relay.dev/graphql/connections.htm */
const uncounted = new Set(['edges', 'nodes']);

/** How many values a list of introspection has: more than most have, so that lists in lists are seen for what they are. */
const introspectedItems: ReadonlyMap<string, number> = new Map([
  ['types', 100],
  ['directives', 10],
  ['fields', 10],
  ['inputFields', 10],
  ['enumValues', 10],
  ['interfaces', 3],
  ['possibleTypes', 3],
  ['args', 2],
]);

export function walkDefinition(definition: OperationDefinitionNode | FragmentDefinitionNode): WalkedDefinition {
  const walk = new Walk(definition);
  walk.directives(definition, definition.directives);
  for (const variable of definition.variableDefinitions ?? []) {
    walk.visits += 1;
    walk.directives(variable, variable.directives);
    if (variable.defaultValue !== undefined) walk.input(variable.defaultValue);
  }
  walk.selections(definition.selectionSet);
  return { own: walk.own, spreads: walk.spreads, visits: walk.visits };
}

class Walk {
  readonly own: Measure;
  readonly spreads: Spread[] = [];
  visits = 1;
  private readonly open: { readonly set: SelectionSetNode; readonly place: Place }[] = [];

  constructor(definition: OperationDefinitionNode | FragmentDefinitionNode) {
    this.own = emptyMeasure(definition);
  }

  selections(root: SelectionSetNode): void {
    this.enter(root, outermost);
    for (let next = this.open.pop(); next !== undefined; next = this.open.pop()) {
      for (const selection of next.set.selections) this.selection(selection, next.place);
    }
  }

  private enter(set: SelectionSetNode, around: Place): void {
    const place = { ...around, nesting: around.nesting + 1 };
    raise(this.own, 'nesting', place.nesting, set);
    this.open.push({ set, place });
  }

  private selection(selection: SelectionNode, place: Place): void {
    this.visits += 1;
    add(this.own, 'selections', 1);
    this.directives(selection, selection.directives);
    if (selection.kind === Kind.FIELD) this.field(selection, place);
    else if (selection.kind === Kind.INLINE_FRAGMENT) this.enter(selection.selectionSet, place);
    else this.spreads.push({ node: selection, place });
  }

  private field(field: FieldNode, around: Place): void {
    const place = placeIn(field, around);
    const isInside = place.introspection > 0;
    if (field.alias !== undefined) add(this.own, 'aliases', 1);
    if (around.isRoot) add(this.own, 'rootFields', 1);
    add(this.own, isInside ? 'introspectionSize' : 'schemaSize', place.times);
    raise(this.own, isInside ? 'introspectionDepth' : 'depth', isInside ? place.introspection : place.depth, field);
    for (const { value } of field.arguments ?? []) this.input(value);
    if (field.selectionSet === undefined) return;
    this.enter(field.selectionSet, { ...place, times: times(place.times, introspectedItems.get(field.name.value) ?? 1) });
  }

  directives(owner: Located, directives: readonly DirectiveNode[] = []): void {
    this.visits += directives.length;
    add(this.own, 'directives', directives.length);
    raise(this.own, 'directivesPerPlace', directives.length, owner);
    for (const { arguments: given = [] } of directives) for (const { value } of given) this.input(value);
  }

  /** The value of an argument or a default. */
  input(root: ValueNode): void {
    const open: { readonly value: ValueNode; readonly depth: number }[] = [{ value: root, depth: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { value } = next;
      this.visits += 1;
      add(this.own, 'inputValues', 1);
      if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) continue;
      const depth = next.depth + 1;
      raise(this.own, 'inputDepth', depth, value);
      if (value.kind === Kind.LIST) {
        raise(this.own, 'inputItems', value.values.length, value);
        for (const item of value.values) open.push({ value: item, depth });
      } else for (const field of value.fields) open.push({ value: field.value, depth });
    }
  }
}

/** Where a field stands: itself counted. */
function placeIn(field: FieldNode, around: Place): Place {
  const name = field.name.value;
  if (around.introspection > 0) return { ...around, introspection: around.introspection + 1, isRoot: false };
  if (name === '__schema' || name === '__type') return { ...around, introspection: 1, times: 1, isRoot: false };
  return { ...around, depth: around.depth + (uncounted.has(name) ? 0 : 1), isRoot: false };
}
