// Who may listen: every Subscription field of a schema, for every caller, before its first event.
import { type GraphQLSchema, isRequiredArgument } from 'graphql';
import { argumentsOf, variableTypes } from '../paths/arguments.ts';
import { refusalOf } from '../policy/expect.ts';
import { variableValue, type World } from '../policy/world.ts';
import type { Mismatch, Surface } from './matrix.ts';

/** Whoever may listen is told that nothing is delivered yet. */
const deliversNothing = 'SUBSCRIPTIONS_UNAVAILABLE';

export async function listen({ schema, callers, policy, ask }: Surface, world: World): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const coordinate of subscriptionsOf(schema)) {
    for (const caller of callers) {
      const expected = refusalOf(coordinate, caller, policy) ?? deliversNothing;
      const { document, variables } = questionOf(coordinate, world);
      const { errors = [] } = await ask(caller, document, variables);
      const got = errors[0]?.extensions.code ?? 'events';
      if (got !== expected) mismatches.push({ coordinate, path: 'itself', caller: caller.name, world: world.name, expected, got });
    }
  }
  return mismatches;
}

function subscriptionsOf(schema: GraphQLSchema): string[] {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return fields.map(({ name, args }) => {
    const coordinate = `Subscription.${name}`;
    if (argumentsOf[coordinate] === undefined && args.some(isRequiredArgument))
      throw new Error(`Tell in paths/arguments.ts how to ask ${coordinate}.`);
    return coordinate;
  });
}

function questionOf(coordinate: string, world: World) {
  const written = argumentsOf[coordinate] ?? '';
  const names = Object.keys(variableTypes).filter((name) => written.includes(`$${name})`));
  const declared = names.length === 0 ? '' : `(${names.map((name) => `$${name}: ${variableTypes[name]}`).join(', ')})`;
  const document = `subscription Matrix${declared} { ${coordinate.slice('Subscription.'.length)}${written} { __typename } }`;
  return { document, variables: Object.fromEntries(names.map((name) => [name, variableValue(name, world, false)])) };
}
