// For tests: the same cost by the letter of README.md, fragments expanded wherever they are spread, nothing prepared or remembered.
import type { CostDirectives, ListSize } from '@tributary/executor';
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

type Plain = Readonly<Record<string, unknown>>;

export interface NaiveModel {
  readonly schema: GraphQLSchema;
  readonly costs: CostDirectives;
  readonly defaultListSize: number;
}

export function naiveCost(model: NaiveModel, document: DocumentNode, operation: OperationDefinitionNode, given: Plain): number {
  const { schema, costs } = model;
  const variables: Record<string, unknown> = { ...given };
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const { value: name } = variable.name;
    if (!(name in variables) && defaultValue !== undefined) variables[name] = valueFromASTUntyped(defaultValue);
  }

  function said<Said>(all: ReadonlyMap<string, Said>, type: GraphQLObjectType, member: string): Said | undefined {
    const names = [type.name, ...type.getInterfaces().map(({ name }) => name)];
    return names.flatMap((name) => all.get(`${name}.${member}`) ?? [])[0];
  }

  function typeWeight(name: string): number {
    const type = schema.getType(name);
    if (costs.weights.has(name)) return costs.weights.get(name) ?? 0;
    if (isAbstractType(type)) return Math.max(...schema.getPossibleTypes(type).map((one) => typeWeight(one.name)));
    return isLeafType(type) ? 0 : 1;
  }

  function inputCost(value: unknown, type: GraphQLInputType, own: number | undefined): number {
    if (value == null) return 0;
    if (isNonNullType(type)) return inputCost(value, type.ofType, own);
    if (isListType(type)) {
      let sum = own ?? 0;
      for (const item of Array.isArray(value) ? value : [value]) sum += inputCost(item, type.ofType, own);
      return sum;
    }
    let sum = own ?? typeWeight(type.name);
    if (isInputObjectType(type))
      for (const [name, inner] of Object.entries(value)) {
        const field = type.getFields()[name];
        if (field !== undefined) sum += inputCost(inner, field.type, costs.weights.get(`${type.name}.${name}`));
      }
    return sum;
  }

  function isIn(directives: readonly DirectiveNode[] = []): boolean {
    return directives.every(({ name, arguments: [condition] = [] }) => {
      const value = condition && valueFromASTUntyped(condition.value, variables);
      return name.value === 'skip' ? value !== true : name.value !== 'include' || value === true;
    });
  }

  function argument(node: FieldNode, definition: GraphQLArgument): unknown {
    const written = node.arguments?.find(({ name }) => name.value === definition.name);
    const value = written && valueFromASTUntyped(written.value, variables);
    return value === undefined ? definition.defaultValue : value;
  }

  function sizeOf({ slicingArguments, assumedSize }: ListSize, node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const sizes = field.args
      .filter(({ name }) => slicingArguments.includes(name))
      .map((definition) => argument(node, definition))
      .filter((value): value is number => typeof value === 'number' && value >= 0);
    return sizes.length > 0 ? Math.max(...sizes) : (assumedSize ?? model.defaultListSize);
  }

  function fieldCost(node: FieldNode, type: GraphQLObjectType, above: { fields: readonly string[]; size: number } | null): number {
    const field = type.getFields()[node.name.value];
    if (field === undefined) return 0;
    const listSize = said(costs.listSizes, type, field.name);
    const size = listSize === undefined ? model.defaultListSize : sizeOf(listSize, node, field);
    const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const items = !isList ? 1 : above?.fields.includes(field.name) ? above.size : size;
    let own = items * (said(costs.weights, type, field.name) ?? typeWeight(getNamedType(field.type).name));
    for (const { name, value } of node.arguments ?? []) {
      const definition = field.args.find((one) => one.name === name.value);
      const weight = said(costs.weights, type, `${field.name}(${name.value}:)`);
      if (definition !== undefined) own += inputCost(valueFromASTUntyped(value, variables), definition.type, weight);
    }
    const sized = listSize === undefined ? null : { fields: listSize.sizedFields, size };
    const named = getNamedType(field.type);
    const possible = isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
    const below = possible.map((one) => (node.selectionSet === undefined ? 0 : selectionCost(node.selectionSet, one, sized)));
    return (type === schema.getMutationType() ? 10 : 0) + Math.max(0, own) + items * Math.max(0, ...below);
  }

  function selectionCost(set: SelectionSetNode, type: GraphQLObjectType, above: Parameters<typeof fieldCost>[2]): number {
    let sum = 0;
    for (const node of set.selections) {
      if (!isIn(node.directives)) continue;
      if (node.kind === 'Field') sum += fieldCost(node, type, above);
      else {
        const fragment =
          node.kind === 'InlineFragment'
            ? node
            : document.definitions.find((one) => one.kind === 'FragmentDefinition' && one.name.value === node.name.value);
        if (fragment === undefined || !('selectionSet' in fragment)) continue;
        const condition = 'typeCondition' in fragment ? schema.getType(fragment.typeCondition?.name.value ?? type.name) : type;
        if (condition === type || (isAbstractType(condition) && schema.isSubType(condition, type)))
          sum += selectionCost(fragment.selectionSet, type, above);
      }
    }
    return sum;
  }

  const root = schema.getRootType(operation.operation);
  return root === undefined || root === null ? 0 : selectionCost(operation.selectionSet, root, null);
}
