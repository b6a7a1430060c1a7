// Applies row rules to a schema: what a rule refuses becomes null, on every path that returns the type.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { fieldEntriesOf, type PermissionEntries, type RowRule } from './entries.ts';

type Resolver<Context> = GraphQLFieldResolver<unknown, Context>;
type ReferenceResolver = (reference: unknown, context: unknown, info: unknown) => unknown;

/** Wraps, in place, the resolvers of a schema that nobody else holds yet. */
export function applyRowRules<Context>(schema: GraphQLSchema, entries: PermissionEntries<Context>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const entry = fieldEntriesOf(entries[type.name]);
    if (entry.rows !== undefined) guardReferences(type, entry.rows);
    for (const field of Object.values(type.getFields())) {
      const fieldEntry = entry[field.name];
      if (fieldEntry?.kind === 'null-unless') guardParent(field, fieldEntry.rule);
      const { rows } = fieldEntriesOf(entries[getNamedType(field.type).name]);
      if (rows !== undefined) guardValues(field, rows);
    }
  }
}

/** `@apollo/subgraph` keeps a type's `__resolveReference` in this extension. */
function guardReferences<Context>(type: GraphQLObjectType, rule: RowRule<Context>): void {
  const subgraph = (type.extensions as { apollo?: { subgraph?: { resolveReference?: ReferenceResolver } } }).apollo?.subgraph;
  const resolveReference = subgraph?.resolveReference;
  if (subgraph === undefined || resolveReference === undefined) return;
  // Async on purpose: a synchronous throw would fail every entity of the batch.
  subgraph.resolveReference = async (reference, context, info) =>
    visibleOf(await resolveReference(reference, context, info), rule, context as Context); // the context of this schema's requests
}

function guardParent<Context>(field: GraphQLField<unknown, Context>, rule: RowRule<Context>): void {
  const resolve: Resolver<Context> = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const allowed = rule.allows(parent as never, context); // see rowRule: the author names the value's type
    if (typeof allowed === 'boolean') return allowed ? resolve(parent, args, context, info) : null;
    return allowed.then((yes) => (yes ? resolve(parent, args, context, info) : null));
  };
}

function guardValues<Context>(field: GraphQLField<unknown, Context>, rule: RowRule<Context>): void {
  const resolve: Resolver<Context> = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    return isPromise(value) ? value.then((settled) => visibleOf(settled, rule, context)) : visibleOf(value, rule, context);
  };
}

/** The value, without what the rule refuses. Synchronous when the rule and all values are. */
function visibleOf<Context>(value: unknown, rule: RowRule<Context>, context: Context): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  if (!Array.isArray(value)) {
    const allowed = rule.allows(value as never, context); // see rowRule
    if (typeof allowed === 'boolean') return allowed ? value : null;
    return allowed.then((yes) => (yes ? value : null));
  }
  const items = value.map((item) => (isPromise(item) ? item.then((one) => visibleOf(one, rule, context)) : visibleOf(item, rule, context)));
  const drop = (settled: unknown[]) => settled.filter((item, index) => item !== null || value[index] === null);
  return items.some(isPromise) ? Promise.all(items).then(drop) : drop(items);
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
