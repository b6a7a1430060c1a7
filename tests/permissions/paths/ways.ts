// Every way to every coordinate of a schema: through each field that returns its parent type, and through `_entities`.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { argumentsOf, representationOf } from './arguments.ts';

/** One field of a way, with its arguments; an `_entities` step leads to the entities of one type. */
export interface Step {
  readonly coordinate: string;
  readonly variant: string;
  readonly field: string;
  readonly arguments: string;
  /** The named type of its value; an entity's type for `_entities`. */
  readonly type: string;
  readonly isLeaf: boolean;
  readonly isNullable: boolean;
  /** Known only from a representation: another subgraph resolves it. */
  readonly isExternal: boolean;
}

export type Way = readonly Step[];

/** Where the ways below a type begin; types that are not here are reached by the first way to them, wrappers by all. */
const beginnings: Readonly<Record<string, readonly string[]>> = {
  User: ['Query.me', 'Query.user', 'Query.review:published Review.author'],
  Customer: ['Query.customer'],
  Order: ['Query.order'],
  Review: ['Query.review', 'Query.review:published'],
  Product: ['Query.product'],
  Employee: ['Query.employee', 'Query.employee:superior'],
  Supplier: ['Query.supplier'],
  Category: ['Query.category'],
  Shipper: ['Query.shippers'],
  Stock: ['Query.product Product.stock'],
  SalesReportRow: ['', ':employee', ':product'].map((by) => `Query.salesReport${by} SalesReportConnection.nodes`),
};
const isWrapper = (type: string) => /(Connection|Edge|Payload)$/.test(type);

/** @throws {Error} that names each field whose arguments nobody has told. */
export function waysOf(schema: GraphQLSchema): readonly Way[] {
  const steps = stepsOf(schema);
  const entities = steps.filter(({ field }) => field === '_entities');
  const incoming = Map.groupBy(
    steps.filter(({ isLeaf }) => !isLeaf),
    ({ type }) => type,
  );
  const parentOf = ({ coordinate }: Step) => coordinate.split('.')[0] ?? '';
  const find = (name: string) => steps.find(({ coordinate, variant }) => `${coordinate}${variant}` === name);
  const known = new Map<string, readonly Way[]>();

  const waysTo = (type: string): readonly Way[] => {
    if (type === 'Query' || type === 'Mutation') return [[]];
    const found = known.get(type);
    if (found !== undefined) return found;
    known.set(type, []); // while it is looked for: a way goes through no type twice
    const given = (beginnings[type] ?? []).map((way) => way.split(' ').map(find));
    const ways: Way[] = given.filter((way): way is Step[] => !way.includes(undefined));
    ways.push(...entities.filter((step) => step.type === type).map((step) => [step]));
    if (ways.length === 0) {
      const all = (incoming.get(type) ?? []).flatMap((step) => waysTo(parentOf(step)).map((way) => [...way, step]));
      const shortest = all.toSorted((a, b) => Number(isCommand(a)) - Number(isCommand(b)) || a.length - b.length);
      ways.push(...(isWrapper(type) ? all : shortest.slice(0, 1)));
    }
    known.set(type, ways);
    return ways;
  };

  const objects = [...new Set(steps.map(parentOf))];
  return objects.flatMap((type) => {
    const root = type === 'Query' || type === 'Mutation';
    const before = root ? [[]] : (incoming.get(type) ?? []).flatMap((step) => waysTo(parentOf(step)).map((way) => [...way, step]));
    const own = steps.filter((step) => parentOf(step) === type && step.field !== '_entities');
    return before.flatMap((way) =>
      own.filter(({ isExternal }) => !isExternal || way.at(-1)?.field === '_entities').map((step) => [...way, step]),
    );
  });
}

const isCommand = ([first]: Way) => first?.coordinate.startsWith('Mutation.') ?? false;

function stepsOf(schema: GraphQLSchema): Step[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const objects = types.filter(({ name }) => !name.startsWith('_') && name !== 'Subscription');
  const untold: string[] = [];
  const steps = objects.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field): Step[] => {
      if (field.name === '_service') return [];
      if (field.name === '_entities') return entitySteps(schema);
      const coordinate = `${type.name}.${field.name}`;
      if (argumentsOf[coordinate] === undefined && field.args.some(isRequiredArgument)) untold.push(coordinate);
      return variantsOf(coordinate, argumentsOf).map((variant) => stepOf(type, field, variant));
    }),
  );
  if (untold.length > 0) throw new Error(`Tell in paths/arguments.ts how to ask ${untold.join(', ')}.`);
  return steps;
}

const variantsOf = (name: string, table: Readonly<Record<string, string>>): readonly string[] => [
  '',
  ...Object.keys(table)
    .filter((key) => key.startsWith(`${name}:`))
    .map((key) => key.slice(name.length)),
];

function stepOf(type: GraphQLObjectType, { name, type: result, astNode }: GraphQLField<unknown, unknown>, variant: string): Step {
  const coordinate = `${type.name}.${name}`;
  const named = getNamedType(result);
  return {
    coordinate,
    variant,
    field: name,
    arguments: argumentsOf[`${coordinate}${variant}`] ?? '',
    type: named.name,
    isLeaf: !isObjectType(named),
    isNullable: !isNonNullType(result),
    isExternal: astNode?.directives?.some((directive) => directive.name.value === 'external') ?? false,
  };
}

function entitySteps(schema: GraphQLSchema): Step[] {
  const union = schema.getType('_Entity');
  if (!isUnionType(union)) return [];
  return union.getTypes().flatMap(({ name }) =>
    variantsOf(name, representationOf).map((variant): Step => {
      const representation = representationOf[`${name}${variant}`];
      if (representation === undefined) throw new Error(`Tell in paths/arguments.ts what identifies an entity ${name}.`);
      return {
        coordinate: 'Query._entities',
        variant: `:${name}${variant}`,
        field: '_entities',
        arguments: `(representations: [{ __typename: "${name}", ${representation} }])`,
        type: name,
        isLeaf: false,
        isNullable: true,
        isExternal: false,
      };
    }),
  );
}

/** Whether a field's value is a list, which drops what is not visible instead of being null. */
export function isListField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  return field !== undefined && isListType(getNullableType(field.type));
}
