// Bounds what one request may ask of `_entities`, however often, under whichever aliases and by whichever fragments it is selected.
import { AppError } from '@tributary/errors';
import type { GraphQLSchema } from 'graphql';

/**
 * A part of the schema is replaced; a schema without entities stays as it is. Representations are counted by the context of their request.
 * The field that is over the limit is refused with INPUT_LIST_TOO_LONG, and nothing is resolved for it.
 */
export function limitRepresentations(schema: GraphQLSchema, max: number): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (field?.resolve === undefined) return;
  const { resolve } = field;
  const asked = new WeakMap<object, number>();
  field.resolve = (source, args: { readonly representations: readonly unknown[] }, context: object, info) => {
    const count = (asked.get(context) ?? 0) + args.representations.length;
    asked.set(context, count);
    if (count > max) throw new AppError('INPUT_LIST_TOO_LONG', `One request asks for at most ${max} entities.`);
    return resolve(source, args, context, info);
  };
}
