// Reads what the values of variables use: input fields, given, null or omitted, to any depth, and enum values. Never what they say.
import {
  type GraphQLEnumType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql';
import { noteDefault } from './input-uses.ts';
import { type Marks, mark, marksOf, type SeenUses } from './seen-uses.ts';

export interface Sighting {
  readonly seen: SeenUses;
  /** How many input fields may still be looked at; below 0 something was passed over. */
  left: number;
}

/** Reads a value that its type takes and that is not null, as `JSON.parse` gives it. */
export type ValueReader = (value: unknown, sighting: Sighting) => void;

/** What there is to see of an input: how it is given. Its value is read on top. */
export interface InputMarks {
  readonly provided: Marks;
  readonly null: Marks;
  readonly omitted: Marks;
}

export type ValueReaders = (type: GraphQLInputType) => ValueReader | null;

/** The readers of one schema, made when they are first needed; null for scalars, in which nothing is the schema's. */
export function createValueReaders(): ValueReaders {
  const readers = new Map<GraphQLNamedInputType, ValueReader>();
  const readerOf: ValueReaders = (type) => {
    const named = getNamedType(type);
    if (!isEnumType(named) && !isInputObjectType(named)) return null;
    const known = readers.get(named);
    if (known !== undefined) return known;
    const reader = isEnumType(named) ? enumReader(named) : objectReader(named, readerOf);
    readers.set(named, reader);
    return reader;
  };
  return readerOf;
}

function enumReader(type: GraphQLEnumType): ValueReader {
  const marks = new Map<unknown, Marks>(
    type.getValues().map(({ name }) => [name, marksOf((note) => note(`${type.name}.${name}`, 'provided'))]),
  );
  return function read(value, sighting) {
    if (Array.isArray(value)) for (const item of value) read(item, sighting);
    else mark(sighting.seen, marks.get(value) ?? nothing);
  };
}

const nothing: Marks = [];

interface FieldReader {
  readonly name: string;
  readonly marks: InputMarks;
  readonly reader: ValueReader | null;
}

function objectReader(type: GraphQLInputObjectType, readerOf: ValueReaders): ValueReader {
  // Input objects may hold themselves.
  let fields: readonly FieldReader[] | null = null;
  return function read(value, sighting) {
    if (Array.isArray(value)) {
      for (const item of value) read(item, sighting);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    fields ??= Object.values(type.getFields()).map((field) => fieldReader(type.name, field, readerOf));
    const object = value as Readonly<Record<string, unknown>>; // neither null nor a list
    sighting.left -= fields.length;
    if (sighting.left < 0) return;
    for (const { name, marks, reader } of fields) {
      const given = Object.hasOwn(object, name) ? object[name] : undefined;
      mark(sighting.seen, marks[wayOf(given)]);
      if (given != null) reader?.(given, sighting);
    }
  };
}

const fieldReader = (owner: string, field: GraphQLInputField, readerOf: ValueReaders): FieldReader => ({
  name: field.name,
  marks: inputMarks(`${owner}.${field.name}`, field),
  reader: readerOf(field.type),
});

/** What it means for an input that it is given, null or omitted. */
export const inputMarks = (coordinate: string, input: GraphQLInputField): InputMarks => ({
  provided: marksOf((note) => {
    note(coordinate, 'provided');
    note(getNamedType(input.type).name, 'provided');
  }),
  null: marksOf((note) => note(coordinate, 'null')),
  omitted: marksOf((note) => {
    note(coordinate, 'omitted');
    noteDefault(input, note);
  }),
});

export function wayOf(given: unknown): keyof InputMarks {
  if (given === undefined) return 'omitted';
  return given === null ? 'null' : 'provided';
}
