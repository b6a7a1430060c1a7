// The slow reference: graphql-js executes the operation over one merged schema, the API's, reading the same world. It knows no plan and no faults.
import { execute, type GraphQLSchema, isAbstractType, isObjectType, parse } from 'graphql';
import type { Answer, Operation } from './sides.ts';
import { type Instance, isInstance, type Value, type World } from './world.ts';

export interface Reference {
  readonly schema: GraphQLSchema;
  execute(operation: Operation, world: World): Promise<Answer>;
}

interface Context {
  readonly world: World;
  steps: number;
}

/** Gives the fields of the schema their resolvers. */
export function createReference(schema: GraphQLSchema): Reference {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isAbstractType(type)) type.resolveType = ({ type: name }: Instance) => name;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (source: Instance | undefined, args: Record<string, unknown>, context: Context) => {
        if (type.name !== 'Mutation')
          return objectsOf(context.world.value(source ?? context.world.instance(type.name, 0), field.name, args));
        context.steps++;
        return field.name.endsWith('_step') ? context.steps : context.world.value(context.world.instance('Mutation', 0), field.name, args);
      };
    }
  }
  return {
    schema,
    async execute({ text, variables, operationName }, world) {
      const contextValue: Context = { world, steps: 0 };
      const options = { schema, document: parse(text), variableValues: variables, contextValue };
      const result = await execute({ ...options, ...(operationName === undefined ? {} : { operationName }) });
      const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as Partial<Answer>; // what graphql-js answers
      return { data, errors, extensions: {} };
    },
  };
}

const objectsOf = (value: Value): unknown => (isInstance(value) ? value : Array.isArray(value) ? value.map(objectsOf) : value);
