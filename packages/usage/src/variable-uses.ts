// What is known of the values of variables, for whoever notes what a document uses: all that their types allow, or what was seen.
import {
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredArgument,
  Kind,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { type Input, noteDefault, noteValue } from './input-uses.ts';
import type { Note, SchemaUses, Use } from './use.ts';

export interface VariableUses {
  /** How a variable is given where it stands for an argument or an input field. */
  at(variable: string, input: Input, coordinate: string): readonly Use[];
  /** Notes what its value uses, whatever it stands for. */
  noteDefined(definition: VariableDefinitionNode, note: Note): void;
}

/** By name; several operations of a document may define the same one differently. */
export type Variables = ReadonlyMap<string, readonly VariableDefinitionNode[]>;

/** All that the types of the variables allow. */
export function possibleUses(schema: GraphQLSchema, variables: Variables): VariableUses {
  return {
    at: (variable) => [...new Set((variables.get(variable) ?? []).flatMap(possibleUsesOf))],
    noteDefined({ type, defaultValue }, note) {
      const name = namedTypeIn(type);
      noteAllOf(schema, name, note, new Set());
      const named = schema.getType(name);
      if (defaultValue !== undefined && isInputObjectType(named)) noteValue(named, defaultValue, () => [], note);
    },
  };
}

/**
 * What was seen of them. `recorded` may be older than the schema: of an input object that was sent, fields that it does not know were omitted;
 * an argument that it does not know may be given in any way.
 */
export function recordedUses(schema: GraphQLSchema, variables: Variables, recorded: SchemaUses): VariableUses {
  const possible = possibleUses(schema, variables);
  return {
    at(variable, input, coordinate) {
      const uses = possible.at(variable, input, coordinate);
      const seen = uses.filter((use) => recorded.get(coordinate)?.has(use));
      return seen.length > 0 ? seen : uses;
    },
    noteDefined({ type }, note) {
      noteRecordedOf(schema, namedTypeIn(type), recorded, note, new Set());
    },
  };
}

function possibleUsesOf({ type, defaultValue }: VariableDefinitionNode): readonly Use[] {
  if (type.kind === Kind.NON_NULL_TYPE) return ['provided'];
  return defaultValue === undefined ? ['provided', 'null', 'omitted'] : ['provided', 'null'];
}

export function namedTypeIn(type: TypeNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}

function noteAllOf(schema: GraphQLSchema, name: string, note: Note, seen: Set<string>): void {
  if (seen.has(name)) return;
  seen.add(name);
  note(name, 'named', 'provided');
  const type = schema.getType(name);
  if (isEnumType(type)) for (const value of type.getValues()) note(`${name}.${value.name}`, 'provided');
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    const uses: readonly Use[] = isRequiredArgument(field) ? ['provided'] : ['provided', 'null', 'omitted'];
    note(`${name}.${field.name}`, ...uses);
    noteAllOf(schema, getNamedType(field.type).name, note, seen);
  }
}

function noteRecordedOf(schema: GraphQLSchema, name: string, recorded: SchemaUses, note: Note, seen: Set<string>): void {
  if (seen.has(name) || !recorded.get(name)?.has('provided')) return;
  seen.add(name);
  note(name, 'provided');
  const type = schema.getType(name);
  if (isEnumType(type)) {
    for (const value of type.getValues()) if (recorded.has(`${name}.${value.name}`)) note(`${name}.${value.name}`, 'provided');
  }
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    const coordinate = `${name}.${field.name}`;
    const uses = [...(recorded.get(coordinate) ?? omitted)];
    note(coordinate, ...uses);
    if (uses.includes('omitted')) noteDefault(field, note);
    noteRecordedOf(schema, getNamedType(field.type).name, recorded, note, seen);
  }
}

const omitted: readonly Use[] = ['omitted'];
