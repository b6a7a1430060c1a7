// Puts faults into the answer of a subgraph where its resolvers cannot: values that its own schema forbids. Also takes the tags out.
import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fault, isOf } from './faults.ts';
import { tagField } from './subgraph-schema.ts';

type Plain = Record<string, unknown>;

export interface Tampering {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly faults: readonly Fault[];
  met(fault: Fault): void;
}

/** Changes the data of an answer in place. */
export function tamper(data: Plain, operation: OperationDefinitionNode, tampering: Tampering): void {
  const tags = new WeakMap<object, string>();
  takeTags(data, tags);
  if (tampering.faults.length === 0) return;
  const root = operation.operation === 'mutation' ? 'Mutation' : 'Query';
  tags.set(data, `${root}:0`);
  walk(data, root, operation.selectionSet, { ...tampering, tags });
}

function takeTags(value: unknown, tags: WeakMap<object, string>): void {
  if (Array.isArray(value)) for (const item of value) takeTags(item, tags);
  if (!isPlain(value)) return;
  const tag = value[tagField];
  if (typeof tag === 'string') tags.set(value, tag);
  delete value[tagField];
  for (const key of Object.keys(value)) takeTags(value[key], tags);
}

interface Walk extends Tampering {
  readonly tags: WeakMap<object, string>;
}

function walk(object: Plain, typeName: string, selectionSet: SelectionSetNode, context: Walk): void {
  const { schema, tags, faults } = context;
  const tag = tags.get(object) ?? '';
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? context.fragments.get(selection.name.value) : selection;
      const condition = fragment?.typeCondition?.name.value;
      if (fragment !== undefined && applies(schema, condition, typeName)) walk(object, typeName, fragment.selectionSet, context);
      continue;
    }
    const name = selection.name.value;
    const key = selection.alias?.value ?? name;
    const type = schema.getType(typeName);
    const named = type !== undefined && 'getFields' in type ? getNamedType(type.getFields()[name]?.type) : undefined;
    if (selection.selectionSet !== undefined && named !== undefined) descend(object[key], named.name, selection.selectionSet, context);
    for (const fault of faults) {
      if (fault.object === tag && fault.field === name && changeField(object, key, fault, named !== undefined && isCompositeType(named)))
        context.met(fault);
      if (fault.object === tag && name === '__typename' && fault.kind === 'bad-typename') {
        object[key] = badTypenames[fault.variant % badTypenames.length];
        context.met(fault);
      }
    }
  }
  for (const fault of faults) {
    if (fault.object !== tag || fault.kind !== 'extra-keys') continue;
    addExtraKeys(object);
    context.met(fault);
  }
}

function descend(value: unknown, declared: string, selectionSet: SelectionSetNode, context: Walk): void {
  if (Array.isArray(value)) for (const item of value) descend(item, declared, selectionSet, context);
  if (!isPlain(value)) return;
  walk(value, runtimeType(context.schema, declared, context.tags.get(value)), selectionSet, context);
}

/** The object's type as this subgraph has it: an interface object stands for types that it does not know. */
function runtimeType(schema: GraphQLSchema, declared: string, tag: string | undefined): string {
  if (isObjectType(schema.getType(declared))) return declared;
  const [name = declared] = tag?.split(':') ?? [];
  return isObjectType(schema.getType(name)) ? name : 'Media';
}

function applies(schema: GraphQLSchema, condition: string | undefined, typeName: string): boolean {
  if (condition === undefined || condition === typeName) return true;
  const abstract = schema.getType(condition);
  const type = schema.getType(typeName);
  return abstract !== undefined && isObjectType(type) && 'resolveType' in abstract && schema.isSubType(abstract, type);
}

const badTypenames = ['Nowhere', 'Color', 'Query', 'Size', null, 'Json'];
const wrongLeaves: readonly unknown[] = [{ wrong: 1 }, 'many', 3.75, [1], true, 2 ** 40];
const wrongShapes: readonly unknown[] = ['text', 7, {}, [], [['deep']], [null, 'x']];

/** Whether the fault is one that this does. */
function changeField(object: Plain, key: string, { kind, variant }: Fault, isComposite: boolean): boolean {
  if (!Object.hasOwn(object, key) || !isOf('field', kind)) return false;
  switch (kind) {
    case 'null':
      object[key] = null;
      return true;
    case 'missing':
      delete object[key];
      return true;
    case 'wrong-leaf':
      object[key] = isComposite ? wrongShapes[variant % 2] : leafReplaced(object[key], wrongLeaves[variant % wrongLeaves.length]);
      return true;
    case 'wrong-shape':
      object[key] = wrongShapes[variant % wrongShapes.length];
      return true;
    case 'null-item':
      if (!Array.isArray(object[key]) || object[key].length === 0) return false;
      object[key] = [null, ...object[key].slice(1)];
      return true;
    default:
      return false;
  }
}

const leafReplaced = (value: unknown, leaf: unknown): unknown =>
  Array.isArray(value) && value.length > 0 ? [...value.slice(0, -1), leafReplaced(value.at(-1), leaf)] : leaf;

function addExtraKeys(object: Plain): void {
  for (const key of ['__proto__', 'constructor', 'hasOwnProperty']) {
    if (Object.hasOwn(object, key)) continue; // selected
    Object.defineProperty(object, key, { value: { polluted: true }, enumerable: true, configurable: true, writable: true });
  }
}

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);
