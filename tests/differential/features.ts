// Names what an observation exercised: features of the schema that were touched, of the operation, nodes of the plan, faults that were met.
import { Kind, parse, print, type TypeNode, visit } from 'graphql';
import { type Fault, fieldFaultKinds, listFaultKinds, objectFaultKinds, requestFaultKinds, type Touched } from './faults.ts';
import type { Observation } from './laboratory.ts';
import { planNodeKinds, planNodesOf } from './plan-nodes.ts';
import { directiveOf, type Facts, fieldsArgument, namedTypeOf } from './sdl-facts.ts';
import type { Operation } from './sides.ts';

export const schemaFeatures = [
  'key: simple',
  'key: compound',
  'key: nested',
  'key: one of several',
  '@requires',
  '@requires: nested',
  '@requires: several fields',
  '@requires: with arguments',
  '@requires of a field that requires',
  '@provides',
  '@shareable',
  '@override',
  '@external',
  '@inaccessible',
  '@interfaceObject',
  'interface',
  'interface with a key',
  'union',
  'list of lists',
  'nullable',
  'non-null',
  'nullable item',
  'non-null item',
  'enum',
  'custom scalar',
  'arguments',
  'input object',
] as const;

export const operationFeatures = [
  'named fragment',
  'inline fragment',
  'alias',
  'alias that names another field',
  'hostile name',
  'variable',
  'variable with a default',
  'variable omitted',
  'variable null',
  'variable of a wrong type',
  '@skip',
  '@include',
  'condition on a fragment',
  '__typename',
  'introspection',
  'mutation',
  'several mutations',
  'several operations',
] as const;

export const faultFeatures = [
  ...fieldFaultKinds,
  ...objectFaultKinds,
  ...listFaultKinds,
  ...requestFaultKinds,
  'null in nullable',
  'null in non-null',
] as const;

export const allFeatures: Readonly<Record<string, readonly string[]>> = {
  schema: schemaFeatures,
  operation: operationFeatures,
  plan: planNodeKinds,
  fault: faultFeatures,
};

/** Features by kind; each at most once per observation. */
export function featuresOf(facts: Facts, observation: Observation): ReadonlyMap<string, ReadonlySet<string>> {
  const { cleanSighting, experiment, faulty, plan, reference } = observation;
  const schema = new Set(cleanSighting.touched.flatMap((one) => schemaFeaturesOf(facts, one)));
  for (const { subgraph, variables } of cleanSighting.requests)
    for (const key of keyFeaturesOf(facts, subgraph, variables)) schema.add(key);
  const faults = new Set(faulty?.sighting.met.flatMap((fault) => [fault.kind, ...nullFeatures(facts, fault)]));
  const operation = operationFeaturesOf(experiment.operation, experiment.operation.collides);
  if (reference.errors.length > 0) operation.add('variable of a wrong type');
  return new Map([
    ['schema', schema],
    ['operation', operation],
    ['plan', planNodesOf(plan)],
    ['fault', faults],
  ]);
}

function schemaFeaturesOf(facts: Facts, { subgraph, object, field }: Touched): string[] {
  const [objectType = ''] = object.split(':');
  const found = facts.definitions(objectType, field).find((one) => one.subgraph === subgraph);
  if (found === undefined) return ['@external'];
  const { node, typeName } = found;
  const features: string[] = [];
  const owner = facts.type(subgraph, typeName);
  if (owner !== undefined && directiveOf(owner, 'interfaceObject') !== undefined) features.push('@interfaceObject');
  for (const name of ['provides', 'override', 'inaccessible']) if (directiveOf(node, name) !== undefined) features.push(`@${name}`);
  if (facts.definitions(objectType, field).length > 1 && !facts.isKeyField(objectType, field)) features.push('@shareable');
  if ((node.arguments ?? []).length > 0) features.push('arguments');
  if (node.arguments?.some(({ type }) => namedTypeOf(type) === 'Filter')) features.push('input object');
  const requires = directiveOf(node, 'requires');
  if (requires !== undefined) features.push(...requirementFeatures(print(fieldsArgument(requires))));
  return [...features, ...typeFeatures(facts, subgraph, node.type)];
}

function requirementFeatures(selection: string): string[] {
  const features = ['@requires', '@external'];
  if (selection.indexOf('{', 1) > 0) features.push('@requires: nested');
  if (selection.includes('(')) features.push('@requires: with arguments');
  if (selection.includes('calc')) features.push('@requires of a field that requires');
  if (selection.split('\n').filter((line) => /^ {2}\w/.test(line)).length > 1) features.push('@requires: several fields');
  return features;
}

function typeFeatures(facts: Facts, subgraph: string, type: TypeNode): string[] {
  const text = print(type);
  const name = namedTypeOf(type);
  const node = facts.type(subgraph, name);
  const features = [text.endsWith('!') ? 'non-null' : 'nullable'];
  if (text.includes('[')) features.push(/!\]/.test(text) ? 'non-null item' : 'nullable item');
  if (text.includes('[[')) features.push('list of lists');
  if (facts.enumValues(name) !== undefined) features.push('enum');
  if (name === 'Json' || name === 'Stamp') features.push('custom scalar');
  if (node?.kind === Kind.INTERFACE_TYPE_DEFINITION)
    features.push(directiveOf(node, 'key') === undefined ? 'interface' : 'interface with a key');
  if (node === undefined && facts.possibleTypes(subgraph, name).length > 0) features.push('union');
  return features;
}

function keyFeaturesOf(facts: Facts, subgraph: string, variables: unknown): string[] {
  if (typeof variables !== 'object' || variables === null || !('representations' in variables) || !Array.isArray(variables.representations))
    return [];
  const representations: readonly unknown[] = variables.representations;
  return representations.flatMap((one) => {
    if (typeof one !== 'object' || one === null || !('__typename' in one)) return [];
    const several = facts.keys(subgraph, String(one.__typename)).length > 1 ? ['key: one of several'] : [];
    const shape = 'org' in one ? 'key: nested' : 'shard' in one ? 'key: compound' : 'key: simple';
    return [shape, ...several];
  });
}

function nullFeatures(facts: Facts, { kind, subgraph, object, field }: Fault): string[] {
  if (kind !== 'null') return [];
  const [objectType = ''] = object.split(':');
  const node = facts.definitions(objectType, field).find((one) => one.subgraph === subgraph)?.node;
  return [node?.type.kind === Kind.NON_NULL_TYPE ? 'null in non-null' : 'null in nullable'];
}

function operationFeaturesOf({ text, variables }: Operation, collides: boolean): Set<string> {
  const features = new Set<string>(collides ? ['alias that names another field'] : []);
  const document = parse(text, { noLocation: true });
  if (document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1) features.add('several operations');
  visit(document, {
    OperationDefinition({ operation, selectionSet }) {
      if (operation !== 'mutation') return;
      features.add('mutation');
      if (selectionSet.selections.length > 1) features.add('several mutations');
    },
    FragmentSpread: ({ directives = [] }) =>
      void features.add('named fragment').add(directives.length > 0 ? 'condition on a fragment' : 'named fragment'),
    InlineFragment: ({ directives = [] }) =>
      void features.add('inline fragment').add(directives.length > 0 ? 'condition on a fragment' : 'inline fragment'),
    Directive: ({ name }) => void features.add(`@${name.value}`),
    Field({ name, alias }) {
      if (alias !== undefined) features.add('alias').add(hostile.test(alias.value) ? 'hostile name' : 'alias');
      if (name.value === '__typename') features.add('__typename');
      if (name.value === '__schema' || name.value === '__type') features.add('introspection');
    },
    VariableDefinition({ variable, defaultValue }) {
      features.add('variable');
      if (defaultValue !== undefined) features.add('variable with a default');
      if (!Object.hasOwn(variables, variable.name.value)) features.add('variable omitted');
      else if (variables[variable.name.value] === null) features.add('variable null');
      if (hostile.test(variable.name.value)) features.add('hostile name');
    },
  });
  return features;
}

const hostile = /^(constructor|__proto__|toString|hasOwnProperty|valueOf|then)$/;
