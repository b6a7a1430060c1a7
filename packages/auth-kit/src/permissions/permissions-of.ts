// One policy for a subgraph: its directives and its permissions.ts, compiled into graphql-shield rules and row rules.
import { AppError } from '@tributary/errors';
import type { DocumentNode, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { applyMiddleware, type IMiddleware } from 'graphql-middleware';
import { allow, deny, shield } from 'graphql-shield';
import { policies as ownPolicies, type Policies } from '../policies.ts';
import { coverageProblems, unknownPolicies } from './coverage.ts';
import { fieldEntriesOf, type PermissionEntries, type WithPrincipal } from './entries.ts';
import { requirementsOf, type TypeRequirements } from './requirements.ts';
import { applyRowRules } from './row-rules.ts';
import { requirementRule, serviceRule } from './shield-rules.ts';

export interface Permissions {
  /** What it was compiled from: what directives ask, and the entries of permissions.ts. For documentation and tests. */
  readonly requirements: ReadonlyMap<string, TypeRequirements>;
  readonly entries: PermissionEntries<never>;
  /** Guards a schema made from the same type definitions. The schema must not be in use: row rules are applied in place. */
  applyTo(schema: GraphQLSchema): GraphQLSchema;
}

/** What shield makes of a tree without fragments. */
type Guards = Readonly<Record<string, Readonly<Record<string, Guard>>>>;
type Guard = (resolve: GraphQLFieldResolver<unknown, unknown>, ...fieldArguments: unknown[]) => unknown;
type ShieldRule = ReturnType<typeof requirementRule> | typeof allow;
type ShieldTree = Record<string, Record<string, ShieldRule>>;

/**
 * Compiles the policy of a subgraph.
 * @throws {Error} listing every coordinate without a decision, every entry without a coordinate and every `@policy` without a function.
 */
export function permissionsOf<Context extends WithPrincipal>(
  typeDefs: DocumentNode,
  entries: PermissionEntries<Context>,
  policies: Policies = ownPolicies,
): Permissions {
  const requirements = requirementsOf(typeDefs);
  const problems = [...coverageProblems(requirements, entries), ...unknownPolicies(requirements, policies)];
  if (problems.length > 0) throw new Error(`The permissions are not complete:\n${problems.join('\n')}`);
  const tree = shieldTreeOf(requirements, entries, policies);
  return {
    requirements,
    entries,
    applyTo(schema) {
      applyRowRules(schema, entries);
      return applyShield(schema, tree);
    },
  };
}

function shieldTreeOf<Context>(
  requirements: ReadonlyMap<string, TypeRequirements>,
  entries: PermissionEntries<Context>,
  policies: Policies,
): ShieldTree {
  const tree: ShieldTree = { Query: { _entities: allow, _service: allow }, _Service: { sdl: allow } };
  for (const [typeName, type] of requirements) {
    const fieldEntries = fieldEntriesOf(entries[typeName]);
    const rules: Record<string, ShieldRule> = tree[typeName] ?? {};
    tree[typeName] = rules;
    for (const [fieldName, field] of type.fields) {
      const fieldEntry = fieldEntries[fieldName];
      const asked = [...type.own, ...field.own];
      const name = `${typeName}.${fieldName}`;
      if (fieldEntry?.kind === 'services') rules[fieldName] = serviceRule(name, fieldEntry.names);
      else rules[fieldName] = asked.length === 0 ? allow : requirementRule(name, asked, policies);
    }
  }
  return tree;
}

function applyShield(schema: GraphQLSchema, tree: ShieldTree): GraphQLSchema {
  const generator = shield(tree, {
    // Shield's own default is to allow. Nothing should get here: permissionsOf refuses a schema with an uncovered coordinate.
    fallbackRule: deny,
    fallbackError: () => new AppError('FORBIDDEN'),
    // Without this a database failure would read as a refusal.
    allowExternalErrors: true,
  });
  const middleware = withoutAllowed(generator.generate(schema), tree);
  guardStreams(schema, middleware);
  return applyMiddleware(schema, middleware);
}

/** Of a field with a `resolve`, which a row rule gives it, graphql-middleware guards that one only: each event, not who may listen. */
function guardStreams(schema: GraphQLSchema, middleware: IMiddleware): void {
  const type = schema.getSubscriptionType();
  if (type == null || typeof middleware === 'function') return;
  const guards = (middleware as Guards)[type.name] ?? {};
  for (const field of Object.values(type.getFields())) {
    const { subscribe, resolve } = field;
    const guard = guards[field.name];
    if (subscribe === undefined || resolve === undefined || guard === undefined) continue;
    field.subscribe = (parent, args, context, info) => guard(subscribe, parent, args, context, info);
  }
}

/** A field that anyone may read keeps its own resolver: shield's wrapper would only add a promise to every value of it. */
function withoutAllowed(middleware: IMiddleware, tree: ShieldTree): IMiddleware {
  if (typeof middleware === 'function') return middleware;
  return Object.fromEntries(
    Object.entries(middleware).map(([typeName, fields]) => {
      if (typeof fields === 'function') return [typeName, fields];
      const guarded = Object.entries(fields).filter(([fieldName]) => tree[typeName]?.[fieldName] !== allow);
      return [typeName, Object.fromEntries(guarded)];
    }),
  ) as IMiddleware; // the same shape with fewer fields
}
