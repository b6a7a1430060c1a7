// The parts of a supergraph that plans and costs depend on.
import { eachField, fieldSetsOf, parseFieldSet, possibleTypesOf } from '@tributary/executor/planning';
import {
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  print,
  type TypeNode,
} from 'graphql';
import { namedType } from '../lint/lint-rules.ts';
import { argumentsOf } from '../surface/supergraph-fields.ts';

/**
 * By schema coordinate (`Type`, `Type.field`, `@directive`): what each part says, and which others a plan that goes through it can see. A field sees
 * its type, whose keys lead elsewhere, what it takes and returns, what it requires and provides; a type sees its keys and its possible types.
 */
export interface PlanningParts {
  readonly texts: ReadonlyMap<string, string>;
  readonly sees: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What every operation sees: root types and links. */
export const everywhere = 'schema';
/** What changes with any part: seen by fields whose arguments come from contexts, which are set anywhere above them. */
export const anything = '*';

const graphEnum = 'join__Graph';
/** Whether a part is the name of a subgraph. */
export const isGraph = (part: string): boolean => part.startsWith(`${graphEnum}.`);

/** One thing that is said of a part; several are joined. */
interface Saying {
  readonly part: string;
  readonly text: string;
  readonly sees: readonly string[];
}

/** @throws {GraphQLError} when the text is no schema document. */
export function planningPartsOf(supergraph: string): PlanningParts {
  const document = parse(supergraph, { noLocation: true });
  const facts = factsOf(document);
  const texts = new Map<string, string>();
  const sees = new Map<string, Set<string>>();
  for (const said of [...document.definitions.flatMap((definition) => sayingsOf(definition, facts)), ...selectedSayings(document, facts)]) {
    texts.set(said.part, (texts.get(said.part) ?? '') + said.text);
    const seen = sees.get(said.part) ?? new Set();
    for (const part of said.sees) seen.add(part);
    sees.set(said.part, seen);
  }
  return { texts, sees };
}

interface Facts {
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, FieldDefinitionNode>>;
  readonly possible: ReturnType<typeof possibleTypesOf>;
  readonly roots: ReadonlySet<string>;
  /** Interfaces that are objects in some subgraph, which gives their fields for every possible type. */
  readonly interfaceObjects: ReadonlySet<string>;
}

function factsOf(document: DocumentNode): Facts {
  const outputs = document.definitions.filter(isOutput);
  const schemas = document.definitions.filter((one) => one.kind === Kind.SCHEMA_DEFINITION);
  return {
    fields: new Map(outputs.map(({ name, fields = [] }) => [name.value, new Map(fields.map((field) => [field.name.value, field]))])),
    possible: possibleTypesOf(document),
    roots: new Set(schemas.flatMap(({ operationTypes }) => operationTypes.map(({ type }) => type.name.value))),
    interfaceObjects: new Set(outputs.filter(isInterfaceObject).map(({ name }) => name.value)),
  };
}

function sayingsOf(definition: DefinitionNode, facts: Facts): readonly Saying[] {
  switch (definition.kind) {
    case Kind.SCHEMA_DEFINITION:
    case Kind.SCHEMA_EXTENSION:
      return [{ part: everywhere, text: print(definition), sees: [] }];
    case Kind.DIRECTIVE_DEFINITION:
      return [{ part: `@${definition.name.value}`, text: print(definition), sees: takenBy(definition) }];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      // Its weights, and the defaults of page sizes within it, are part of a cost.
      return [{ part: definition.name.value, text: print(definition), sees: (definition.fields ?? []).map(({ type }) => namedType(type)) }];
    case Kind.ENUM_TYPE_DEFINITION:
      if (definition.name.value !== graphEnum) return [typeSaying(definition, facts)];
      return (definition.values ?? []).map(({ name, directives = [] }) => ({
        part: `${graphEnum}.${name.value}`,
        text: String(joinsOf(directives, 'join__graph')[0]?.['name']),
        sees: [],
      }));
    case Kind.SCALAR_TYPE_DEFINITION:
    case Kind.UNION_TYPE_DEFINITION:
      return [typeSaying(definition, facts)];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return [typeSaying(definition, facts), ...(definition.fields ?? []).map((field) => fieldSaying(definition, field, facts))];
    default:
      return [];
  }
}

/** A type without its fields and values: who has it, by which keys, and what it may be. */
function typeSaying(definition: DefinitionNode & { readonly name: { readonly value: string } }, facts: Facts): Saying {
  const part = definition.name.value;
  const possible = facts.possible[part] ?? [];
  const head: ASTNode = Object.assign({}, definition, { description: undefined, fields: undefined, values: undefined });
  return { part, text: `${print(head)} ${possible.toSorted().join(' ')}`, sees: [...possible, ...interfaceObjectsOf(definition, facts)] };
}

/** What its interfaces say of it is part of its cost. */
function fieldSaying(type: OutputDefinition, field: FieldDefinitionNode, facts: Facts): Saying {
  const [owner, name] = [type.name.value, field.name.value];
  const inherited = (type.interfaces ?? []).flatMap((one) => facts.fields.get(one.name.value)?.get(name) ?? []);
  const joins = joinsOf(field.directives ?? [], 'join__field');
  // A root has no keys; without a word of its own the field is in every subgraph of its type.
  const parents = facts.roots.has(owner) && joins.length > 0 ? [] : [owner];
  const alike = [...(facts.possible[owner] ?? []), ...interfaceObjectsOf(type, facts)].map((other) => `${other}.${name}`);
  const contexts = joins.some((join) => join['contextArguments'] !== undefined) ? [anything] : [];
  return {
    part: `${owner}.${name}`,
    text: [field, ...inherited].map((one) => print(withoutDescriptions(one))).join(' '),
    sees: [namedType(field.type), ...takenBy(field), ...parents, ...alike, ...contexts],
  };
}

/** What keys select is seen by their type; what is required and provided, by the field that says so. */
function selectedSayings(document: DocumentNode, { fields }: Facts): readonly Saying[] {
  const typeOf = (type: string, field: string): string | undefined => {
    const found = fields.get(type)?.get(field);
    return found === undefined ? undefined : namedType(found.type);
  };
  return fieldSetsOf(document)
    .filter(({ kind }) => kind !== 'context')
    .map(({ typeName, field, of, text }) => {
      const sees: string[] = [];
      eachField(parseFieldSet(text), typeName, typeOf, ({ name }, parent) => sees.push(`${parent}.${name.value}`));
      return { part: field === null ? typeName : `${of}.${field}`, text: '', sees };
    });
}

type OutputDefinition = Extract<DefinitionNode, { readonly kind: Kind.OBJECT_TYPE_DEFINITION | Kind.INTERFACE_TYPE_DEFINITION }>;

const isOutput = (node: DefinitionNode): node is OutputDefinition =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

const isInterfaceObject = ({ directives = [] }: OutputDefinition): boolean =>
  joinsOf(directives, 'join__type').some((join) => join['isInterfaceObject'] === true);

const interfaceObjectsOf = (definition: DefinitionNode, { interfaceObjects }: Facts): readonly string[] =>
  isOutput(definition) ? (definition.interfaces ?? []).map(({ name }) => name.value).filter((name) => interfaceObjects.has(name)) : [];

const joinsOf = (directives: readonly ConstDirectiveNode[], name: string) =>
  directives.filter((directive) => directive.name.value === name).map(argumentsOf);

const takenBy = ({ arguments: parameters = [] }: { readonly arguments?: readonly { readonly type: TypeNode }[] | undefined }) =>
  parameters.map(({ type }) => namedType(type));

/** Nor those of its arguments. */
function withoutDescriptions({ description: _own, ...field }: FieldDefinitionNode): ASTNode {
  const parameters = (field.arguments ?? []).map(({ description: _its, ...argument }) => argument);
  return { ...field, arguments: parameters };
}
