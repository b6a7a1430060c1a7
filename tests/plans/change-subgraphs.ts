// One change to the SDL of generated subgraphs, of whatever routes an operation; the result may not compose.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  parseConstValue,
  print,
} from 'graphql';
import type { SubgraphSdls } from '../differential/generate-supergraph.ts';
import type { Random } from '../differential/random.ts';

type Types = Map<string, readonly DefinitionNode[]>;
type Change = (subgraphs: Types, random: Random) => void;

/** One change or two. @throws {RangeError} when there is nothing left to change. */
export function changedSubgraphs(sdls: SubgraphSdls, random: Random): SubgraphSdls {
  const subgraphs: Types = new Map(Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl, { noLocation: true }).definitions]));
  for (let count = 1 + random.below(2); count > 0; count--) random.pick(changes)(subgraphs, random);
  return Object.fromEntries([...subgraphs].map(([name, definitions]) => [name, print({ kind: Kind.DOCUMENT, definitions })] as const));
}

const changes: readonly Change[] = [
  // A subgraph goes, or comes as a part of another.
  (subgraphs, random) => {
    subgraphs.delete(random.pick([...subgraphs.keys()]));
  },
  (subgraphs, random) => {
    const [name, definitions] = random.pick([...subgraphs]);
    const entities = definitions.filter((one) => !isObject(one) || !['Query', 'Mutation'].includes(one.name.value));
    subgraphs.set(random.chance(0.5) ? `a${name}` : `z${name}`, entities.map(allShareable));
    subgraphs.set(name, definitions.map(allShareable));
  },
  // A field comes, goes, changes its type, or is copied, moved and shared.
  (subgraphs, random) => changeType(subgraphs, random, (type) => ({ ...type, fields: [...fieldsOf(type), fieldNamed('added', 'String')] })),
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const gone = random.pick(fieldsOf(type));
      return { ...type, fields: fieldsOf(type).filter((field) => field !== gone) };
    });
  },
  (subgraphs, random) => {
    const [from, type] = pickType(subgraphs, random);
    const field = random.pick(fieldsOf(type));
    const [to, other] = random.pick(having(subgraphs, type.name.value).filter(([name]) => name !== from));
    const isMoved = random.chance(0.5);
    const directive = isMoved ? directiveOf('override', 'from', from) : directiveOf('shareable');
    const copy = { ...field, directives: [...withoutRequirements(field), directive] };
    replace(subgraphs, to, other, { ...other, fields: [...fieldsOf(other).filter(({ name }) => name.value !== field.name.value), copy] });
    if (!isMoved)
      replace(subgraphs, from, type, withField(type, field, { ...field, directives: [...(field.directives ?? []), directive] }));
  },
  // Keys.
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const gone = random.pick((type.directives ?? []).filter(({ name }) => name.value === 'key'));
      return { ...type, directives: (type.directives ?? []).filter((one) => one !== gone) };
    });
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => ({
      ...type,
      directives: [...(type.directives ?? []), directiveOf('key', 'fields', random.pick(fieldsOf(type)).name.value)],
    }));
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const key = random.pick((type.directives ?? []).filter(({ name }) => name.value === 'key'));
      const resolvable = { kind: Kind.ARGUMENT, name: nameOf('resolvable'), value: parseConstValue('false') } as const;
      const changed: ConstDirectiveNode = { ...key, arguments: [...(key.arguments ?? []), resolvable] };
      return { ...type, directives: (type.directives ?? []).map((one) => (one === key ? changed : one)) };
    });
  },
  // Requirements and provisions.
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const field = random.pick(fieldsOf(type));
      const directives = (field.directives ?? []).filter(({ name }) => !['requires', 'provides', 'shareable'].includes(name.value));
      return withField(type, field, { ...field, directives });
    });
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const [field, required] = [
        random.pick(fieldsOf(type)),
        random.pick(fieldsOf(type).filter(({ directives = [] }) => directives.some(({ name }) => name.value === 'external'))),
      ];
      return withField(type, field, { ...field, directives: [directiveOf('requires', 'fields', required.name.value)] });
    });
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const field = random.pick(fieldsOf(type));
      return withField(type, field, {
        ...field,
        directives: [...(field.directives ?? []), directiveOf('provides', 'fields', random.pick(['id', 'label', 'title', 'code']))],
      });
    });
  },
  // What clients see.
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const field = random.pick(fieldsOf(type));
      const nullable = field.type.kind === Kind.NON_NULL_TYPE ? field.type.type : field.type;
      return withField(type, field, { ...field, type: nullable });
    });
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => {
      const [field] = [random.pick(fieldsOf(type))];
      return withField(type, field, { ...field, directives: [...(field.directives ?? []), directiveOf('inaccessible')] });
    });
  },
  (subgraphs, random) => {
    changeType(subgraphs, random, (type) => ({ ...type, interfaces: (type.interfaces ?? []).slice(1) }));
  },
];

const isObject = (node: DefinitionNode): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION;

const fieldsOf = ({ fields = [] }: ObjectTypeDefinitionNode): readonly FieldDefinitionNode[] => fields;

const having = (subgraphs: Types, type: string) =>
  [...subgraphs].flatMap(([name, definitions]) =>
    definitions.filter(isObject).flatMap((one) => (one.name.value === type ? [[name, one] as const] : [])),
  );

const pickType = (subgraphs: Types, random: Random) =>
  random.pick([...subgraphs].flatMap(([name, definitions]) => definitions.filter(isObject).map((type) => [name, type] as const)));

function changeType(subgraphs: Types, random: Random, change: (type: ObjectTypeDefinitionNode) => ObjectTypeDefinitionNode): void {
  const [name, type] = pickType(subgraphs, random);
  replace(subgraphs, name, type, change(type));
}

const replace = (subgraphs: Types, name: string, type: ObjectTypeDefinitionNode, other: ObjectTypeDefinitionNode): void => {
  subgraphs.set(
    name,
    (subgraphs.get(name) ?? []).map((one) => (one === type ? other : one)),
  );
};

const withField = (type: ObjectTypeDefinitionNode, field: FieldDefinitionNode, other: FieldDefinitionNode): ObjectTypeDefinitionNode => ({
  ...type,
  fields: fieldsOf(type).map((one) => (one === field ? other : one)),
});

const withoutRequirements = ({ directives = [] }: FieldDefinitionNode) =>
  directives.filter(({ name }) => !['requires', 'external', 'override'].includes(name.value));

const allShareable = (node: DefinitionNode): DefinitionNode =>
  isObject(node)
    ? { ...node, directives: [...(node.directives ?? []).filter(({ name }) => name.value !== 'shareable'), directiveOf('shareable')] }
    : node;

const nameOf = (value: string) => ({ kind: Kind.NAME, value }) as const;

function fieldNamed(name: string, type: string): FieldDefinitionNode {
  return { kind: Kind.FIELD_DEFINITION, name: nameOf(name), type: { kind: Kind.NAMED_TYPE, name: nameOf(type) } };
}

function directiveOf(name: string, argument?: string, text?: string): ConstDirectiveNode {
  const value = { kind: Kind.STRING, value: text ?? '' } as const;
  const given = argument === undefined ? [] : [{ kind: Kind.ARGUMENT, name: nameOf(argument), value } as const];
  return { kind: Kind.DIRECTIVE, name: nameOf(name), arguments: given };
}
