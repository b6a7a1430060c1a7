// What an operation uses: once what its document says, and then, request by request, what the values of its variables do.
import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputType,
  Kind,
  parse,
  separateOperations,
  type TypeNode,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { type Input, noteDefault, noteValue } from './input-uses.ts';
import { normalDocument } from './normal-document.ts';
import { noteUses, schemaUsesOf } from './schema-uses.ts';
import { type Marks, mark, marksOf, recordedOf, type SeenUses } from './seen-uses.ts';
import type { RecordedUses } from './use.ts';
import { createValueReaders, type InputMarks, type ValueReaders, wayOf } from './value-readers.ts';

export interface OperationReading {
  readonly name: string | null;
  /** The operation with its fragments, normal: nothing in it is a value. */
  readonly document: string;
  /** Adds what these variables use, which must be good ones. False when they hold more than is looked at. */
  read(variables: Readonly<Record<string, unknown>>, seen: SeenUses): boolean;
  /** What it uses with what its variables were seen to hold; null: with all that they can hold. */
  uses(seen: SeenUses | null): RecordedUses;
}

export type OperationReader = (document: DocumentNode, name: string | null) => OperationReading;

/** Input fields of a request that are looked at. */
const maxInputFields = 1_000;

/** Reads operations of one schema, on which they are valid. @throws {RangeError} when a document has no such operation. */
export function createOperationReader(schema: GraphQLSchema): OperationReader {
  const readers = createValueReaders();
  return (whole, name) => readingOf(factsOf(schema, whole, name, readers), schema);
}

/** What is kept of an operation: no syntax tree, which would take many times its text. */
interface OperationFacts extends Pick<OperationReading, 'name' | 'document'> {
  /** What it uses whatever its variables are. */
  readonly fixed: Marks;
  readonly variables: readonly VariableReader[];
}

const readingOf = ({ name, document, fixed, variables }: OperationFacts, schema: GraphQLSchema): OperationReading => ({
  name,
  document,
  read: (values, seen) => readVariables(variables, values, seen),
  uses(seen) {
    const all: SeenUses = new Map(seen ?? possibleMarks(schema, parse(document)));
    mark(all, fixed);
    return recordedOf(all);
  },
});

const possibleMarks = (schema: GraphQLSchema, document: DocumentNode): Marks =>
  marksOf((note) => {
    for (const [coordinate, uses] of schemaUsesOf(schema, document)) note(coordinate, ...uses);
  });

function factsOf(schema: GraphQLSchema, whole: DocumentNode, name: string | null, readers: ValueReaders): OperationFacts {
  const { document, definitions, ownName } = operationIn(whole, name);
  const positions = new Map<string, Position[]>(definitions.map(({ variable }) => [variable.name.value, []]));
  const at = (variable: string, input: Input, coordinate: string) => {
    positions.get(variable)?.push({ input, coordinate });
    return [];
  };
  const fixed = marksOf((note) => noteUses(schema, document, { at, noteDefined: () => undefined }, note));
  const variables = definitions.map((definition) => variableReader(schema, definition, positions, readers));
  return { name: ownName, document: normalDocument(schema, document), fixed, variables };
}

function operationIn(whole: DocumentNode, name: string | null) {
  const all = Object.values(separateOperations(whole));
  for (const document of all) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const ownName = definition.name?.value ?? null;
      if (name === null || ownName === name) return { document, definitions: definition.variableDefinitions ?? [], ownName };
    }
  }
  throw new RangeError(`The document has no operation ${name ?? ''}.`);
}

/** Where a variable stands. */
interface Position {
  readonly input: Input;
  readonly coordinate: string;
}

interface VariableReader {
  readonly name: string;
  readonly marks: InputMarks;
  readonly reader: ReturnType<ValueReaders>;
}

function variableReader(
  schema: GraphQLSchema,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
  positions: ReadonlyMap<string, readonly Position[]>,
  readers: ValueReaders,
): VariableReader {
  const name = variable.name.value;
  const places = positions.get(name) ?? [];
  const type = inputTypeOf(schema, typeNode);
  const provided = marksOf((note) => {
    for (const { coordinate } of places) note(coordinate, 'provided');
    note(getNamedType(type).name, 'provided');
  });
  const isNull = marksOf((note) => {
    for (const { coordinate } of places) note(coordinate, 'null');
  });
  const omitted = marksOf((note) => {
    for (const { input, coordinate } of places) {
      note(coordinate, 'omitted');
      noteDefault(input, note);
    }
  });
  const byDefault = (value: ValueNode): Marks => [...provided, ...marksOf((note) => noteValue(type, value, () => [], note))];
  const otherwise = defaultValue === undefined ? omitted : defaultValue.kind === Kind.NULL ? isNull : byDefault(defaultValue);
  return { name, marks: { provided, null: isNull, omitted: otherwise }, reader: readers(type) };
}

function inputTypeOf(schema: GraphQLSchema, node: TypeNode): GraphQLInputType {
  const type = typeFromAST(schema, node);
  if (!isInputType(type)) throw new RangeError('A variable has a type that no value has.');
  return type;
}

function readVariables(variables: readonly VariableReader[], values: Readonly<Record<string, unknown>>, seen: SeenUses): boolean {
  const sighting = { seen, left: maxInputFields };
  for (const { name, marks, reader } of variables) {
    const given = Object.hasOwn(values, name) ? values[name] : undefined;
    mark(seen, marks[wayOf(given)]);
    if (given != null) reader?.(given, sighting);
  }
  return sighting.left >= 0;
}
