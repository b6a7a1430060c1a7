// Measures a document: one walk of what is written, fragments counted where they are spread, then what meets in the response.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from 'graphql';
import { overlapOf } from './compare-fields.ts';
import type { DocumentLimit } from './document-limits.ts';
import { orderFragments, type WalkedFragment } from './fragment-order.ts';
import type { Located } from './limit-fault.ts';
import { addFragment, type Found, type Measure, type Peak, plus, type Sum } from './measure.ts';
import { type Spread, type WalkedDefinition, walkDefinition } from './walk-definition.ts';

/** What is judged of a parsed document. */
export type Measured = Exclude<DocumentLimit, 'characters' | 'tokens' | 'nameLength'>;

export type DocumentMeasure =
  | { readonly kind: 'measured'; readonly found: Readonly<Record<Measured, Found>>; readonly visits: number }
  /** `spread` closes the circle; nothing else of such a document has a measure. */
  | { readonly kind: 'cyclic'; readonly spread: Spread; readonly visits: number };

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/** A whole definition: what its fragments bring is in its measure. */
interface Root {
  readonly definition: Definition;
  readonly measure: Measure;
}

/**
 * Operations and unused fragments are measured with the fragments that they spread, so that every definition has its part in the result.
 * Of more than `maxSelections` nothing is expanded: `repeats` and `comparisons` are then 0. So the visits are at most the tokens and `maxSelections`.
 */
export function measureDocument(document: DocumentNode, maxSelections: number): DocumentMeasure {
  const { operations, fragments, others } = walkAll(document);
  const walked = [...operations, ...fragments.values(), ...others];
  const visits = walked.reduce((sum, { visits: own }) => sum + own, 0);
  const order = orderFragments(fragments);
  if (order.kind === 'cyclic') return { ...order, visits };
  const whole = new Map<string, Measure>();
  for (const fragment of order.fragments) whole.set(fragment.definition.name.value, wholeOf(fragment, whole));
  const used = new Set(walked.flatMap(({ spreads }) => spreads.map(({ node }) => node.name.value)));
  const unused = [...fragments.values()].filter(({ definition }) => !used.has(definition.name.value));
  const roots = [...operations, ...unused, ...others].map((root) => ({ definition: root.definition, measure: wholeOf(root, whole) }));
  const found = foundIn(roots, document);
  if (found.selections.value > maxSelections) return { kind: 'measured', found, visits };
  return withOverlaps(roots, found, visits, new Map([...fragments].map(([name, { definition }]) => [name, definition])));
}

interface Walked extends WalkedDefinition {
  readonly definition: Definition;
}

/** Of fragments with one name the last is the one that is spread, as in graphql-js; `others` are those before it. */
function walkAll({ definitions }: DocumentNode) {
  const operations: Walked[] = [];
  const others: Walked[] = [];
  const fragments = new Map<string, WalkedFragment>();
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push({ definition, ...walkDefinition(definition) });
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const before = fragments.get(definition.name.value);
    if (before !== undefined) others.push(before);
    fragments.set(definition.name.value, { definition, ...walkDefinition(definition) });
  }
  return { operations, fragments, others };
}

/** Grows the definition's own measure: to be called once, after the fragments that it spreads are whole. */
function wholeOf({ own, spreads }: WalkedDefinition, whole: ReadonlyMap<string, Measure>): Measure {
  for (const { node, place } of spreads) {
    const fragment = whole.get(node.name.value);
    if (fragment !== undefined) addFragment(own, place, fragment);
  }
  return own;
}

function foundIn(roots: readonly Root[], document: Located): Record<Measured, Found> {
  const nothing: Found = { value: 0, node: roots[0]?.definition ?? document };
  const largest = (values: readonly Found[]): Found => values.reduce((best, next) => (next.value > best.value ? next : best), nothing);
  const sumOf = ({ measure, definition }: Root, sum: Sum): Found => ({ value: measure.sums[sum], node: definition });
  const total = (sum: Sum): Found => {
    const values = roots.map((root) => sumOf(root, sum));
    return { value: values.reduce((all, { value }) => plus(all, value), 0), node: largest(values).node };
  };
  const peak = (name: Peak): Found => largest(roots.map(({ measure }) => measure.peaks[name]));
  const operations = roots.filter(({ definition }) => definition.kind === Kind.OPERATION_DEFINITION);
  return {
    nesting: peak('nesting'),
    depth: peak('depth'),
    introspectionDepth: peak('introspectionDepth'),
    introspectionSize: total('introspectionSize'),
    rootFields: largest(operations.map((root) => sumOf(root, 'rootFields'))),
    aliases: total('aliases'),
    directives: total('directives'),
    directivesPerPlace: peak('directivesPerPlace'),
    selections: total('selections'),
    repeats: nothing,
    comparisons: nothing,
    inputDepth: peak('inputDepth'),
    inputItems: peak('inputItems'),
    inputValues: total('inputValues'),
  };
}

function withOverlaps(
  roots: readonly Root[],
  found: Readonly<Record<Measured, Found>>,
  walked: number,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentMeasure {
  let { repeats, comparisons } = found;
  let visits = walked;
  for (const { definition } of roots) {
    const overlap = overlapOf(definition, fragments);
    visits += overlap.visits;
    if (overlap.repeats.value > repeats.value) repeats = overlap.repeats;
    comparisons = { value: plus(comparisons.value, overlap.comparisons), node: definition };
  }
  return { kind: 'measured', found: { ...found, repeats, comparisons }, visits };
}
