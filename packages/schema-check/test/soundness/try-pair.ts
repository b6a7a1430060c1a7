// One generated pair of schemas: whether the check tells every operation that the change is felt by.
import { isDeepStrictEqual } from 'node:util';
import { createOperationReader, type SeenUses } from '@tributary/usage';
import { buildSchema, type GraphQLSchema, parse, validate, validateSchema } from 'graphql';
import { affectedOperations, type Change, diffSchemas, type UsageEntry } from '../../src/index.ts';
import { changedSchema } from './change-schema.ts';
import { generateOperation, type Operation } from './generate-operation.ts';
import { createRandom, type Random } from './random.ts';
import { type SchemaModel, schemaModel, textOf } from './schema-model.ts';
import { answerOf } from './world.ts';

export interface PairResult {
  readonly changes: readonly Change[];
  readonly operations: number;
  /** Operations that are told to be broken or potentially affected. */
  readonly affected: number;
  /** Operations that are told to be unaffected, and are not; with all that is needed to see it again. */
  readonly missed: readonly string[];
}

/** What the check is told of an operation: its text alone, or what was recorded of it with its variables, without any value. */
export type Knowledge = 'text' | 'recorded';

export function tryPair(seed: number, operationCount: number, knowledge: Knowledge = 'text'): PairResult {
  const random = createRandom(seed);
  const { model, schema: base } = validSchema(() => schemaModel(random));
  const { schema: head } = validSchema(() => changedSchema(model, random));
  const changes = diffSchemas(base, head);
  const operations = generatedOperations(base, random, operationCount);
  const usage = operations.map(
    (operation, index): UsageEntry => ({
      ...{ name: null, client: null, version: null, count: 1, lastSeen: null, origin: String(index) },
      ...(knowledge === 'text' ? { document: operation.text } : recordedOf(operation, base)),
    }),
  );
  const affected = new Set(affectedOperations(base, head, changes, usage).map(({ operation }) => operation.origin));
  const missed = operations
    .filter((_, index) => !affected.has(String(index)))
    .flatMap((operation) => {
      const difference = differenceOf(operation, base, head);
      return difference === null
        ? []
        : [
            `seed ${seed}: ${operation.text}\n${difference}\n${changes.map(({ code, coordinate, message }) => `${code} ${coordinate}: ${message}`).join('\n')}`,
          ];
    });
  return { changes, operations: operations.length, affected: affected.size, missed };
}

/** Until one is valid: changes do not look at what they do to the rest. */
function validSchema(generate: () => SchemaModel): { readonly model: SchemaModel; readonly schema: GraphQLSchema } {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const schema = schemaOf(generate);
    if (schema !== null) return schema;
  }
  throw new Error('A thousand schemas, and none is valid.');
}

function schemaOf(generate: () => SchemaModel): { readonly model: SchemaModel; readonly schema: GraphQLSchema } | null {
  try {
    const model = generate();
    const schema = buildSchema(textOf(model));
    return validateSchema(schema).length === 0 ? { model, schema } : null;
  } catch {
    // A type that is nowhere, or nothing left to change.
    return null;
  }
}

function generatedOperations(schema: GraphQLSchema, random: Random, count: number): readonly Operation[] {
  const candidates = Array.from({ length: count }, () => generateOperation(schema, random));
  return candidates.filter(({ text }) => validate(schema, parse(text)).length === 0);
}

/** Of the requests that the base does not refuse for their values. */
function recordedOf({ text, variableSets }: Operation, base: GraphQLSchema): Pick<UsageEntry, 'document' | 'uses'> {
  const reading = createOperationReader(base)(parse(text), null);
  const seen: SeenUses = new Map();
  for (const variables of variableSets) if (answerOf(base, base, text, variables).errors === undefined) reading.read(variables, seen);
  return { document: reading.document, uses: reading.uses(seen) };
}

function differenceOf({ text, variableSets }: Operation, base: GraphQLSchema, head: GraphQLSchema): string | null {
  const [refusal] = validate(head, parse(text));
  if (refusal !== undefined) return `It is refused: ${refusal.message}`;
  for (const variables of variableSets) {
    const before = answerOf(base, base, text, variables);
    // The base refuses the values: a variable that may be null where a default stands in for it only when it is absent.
    if (before.errors !== undefined) continue;
    const after = answerOf(head, base, text, variables);
    const same = isDeepStrictEqual(before.data, after.data) && after.errors === undefined;
    if (!same) return `With ${JSON.stringify(variables)}\nbefore ${JSON.stringify(before)}\nafter  ${JSON.stringify(after)}`;
  }
  return null;
}
