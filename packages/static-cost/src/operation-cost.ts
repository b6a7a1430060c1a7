// What an operation costs at most: compiled once to a function of its variables.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Arguments, argumentCosts } from './argument-costs.ts';
import { createValueReader } from './argument-values.ts';
import type { ShapeOf } from './field-shapes.ts';
import { createFormula, type Formula, type Term, type Variables } from './formula.ts';
import { listSize, type Sizing } from './list-size.ts';
import { createSelectedNames } from './selected-names.ts';
import type { Weights } from './weights.ts';

export interface CostModel {
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  readonly shapeOf: ShapeOf;
  /** Items of a list of which nothing is said. */
  readonly defaultListSize: number;
}

/** Variables that are good for the operation. Never negative, at most 2^53 - 1. @throws {AppError} BAD_USER_INPUT when a page size is missing. */
export type OperationCost = (variables: Variables) => number;

/** A field of the mutation type is a write, whatever it gives. */
const mutationCost = 10;

/**
 * Fields that are looked at, each once for each kind of object that it may stand in. Interfaces whose hundreds of types all differ take more than anyone
 * writes by hand; such an operation is taken for one that costs too much.
 */
const mostLooks = 10_000;

class TooManyLooks extends Error {}

/** The operation is valid against the schema. Its fragments are not expanded: each is compiled once for each type that it meets. */
export function compileOperationCost(model: CostModel, document: DocumentNode, operation: OperationDefinitionNode): OperationCost {
  const root = model.schema.getRootType(operation.operation);
  if (!isObjectType(root)) return () => 0;
  const compilation = new Compilation(model, document, operation);
  try {
    return compilation.formula.compile(compilation.selections(operation.selectionSet, root, compilation.plain));
  } catch (error) {
    if (error instanceof TooManyLooks) return () => Number.MAX_SAFE_INTEGER;
    throw error;
  }
}

/** The selections of one object, those of fragments included. */
interface Level {
  /** Lists among them whose size the field above decides (`sizedFields`). */
  readonly sized: { readonly fields: readonly string[]; readonly size: Term } | null;
  readonly known: Memo<SelectionSetNode, GraphQLNamedType, Term>;
}

/** Of a field, whatever stands above it. */
interface FieldCost {
  /** Null: its list is of the default size. */
  readonly size: Term | null;
  readonly weight: number;
  readonly given: Term;
  /** Of its selections, for one object. */
  readonly below: Term;
}

class Compilation {
  readonly formula: Formula = createFormula();
  readonly plain: Level = { sized: null, known: new Map() };
  private looks = 0;
  private readonly model: CostModel;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly sizing: Sizing;
  private readonly arguments: Arguments;
  private readonly namesIn: ReturnType<typeof createSelectedNames>;
  private readonly kinds = new Map<string, readonly GraphQLObjectType[]>();
  private readonly fields: Memo<FieldNode, GraphQLObjectType, FieldCost> = new Map();

  constructor(model: CostModel, { definitions }: DocumentNode, operation: OperationDefinitionNode) {
    const { schema, weights, defaultListSize: defaultSize } = model;
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    const argumentValue = createValueReader(operation.variableDefinitions);
    this.model = model;
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.namesIn = createSelectedNames(this.fragments);
    this.sizing = { formula: this.formula, argumentValue, defaultSize };
    this.arguments = argumentCosts({ schema, weights, formula: this.formula, argumentValue });
  }

  /** For an object of this very type. */
  selections(set: SelectionSetNode, type: GraphQLObjectType, level: Level): Term {
    return remembered(level.known, set, type, () => this.formula.sum(set.selections.map((one) => this.selection(one, type, level))));
  }

  private selection(node: SelectionNode, type: GraphQLObjectType, level: Level): Term {
    return this.guarded(node, () => {
      if (node.kind === Kind.FIELD) return this.field(node, type, level);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
      if (fragment === undefined || !this.isOf(type, fragment.typeCondition?.name.value)) return 0;
      return this.selections(fragment.selectionSet, type, level);
    });
  }

  private guarded({ directives = [] }: SelectionNode, cost: () => Term): Term {
    let guarded = cost;
    for (const { name, arguments: [condition] = [] } of directives) {
      if ((name.value !== 'skip' && name.value !== 'include') || condition === undefined) continue;
      const wanted = name.value === 'include';
      const value = this.sizing.argumentValue(condition.value);
      const inner = guarded;
      if (!value.isFixed) guarded = () => this.formula.when((variables) => value.read(variables) === wanted, inner());
      else if (value.read({}) !== wanted) return 0;
    }
    return guarded();
  }

  private isOf(type: GraphQLObjectType, condition: string = type.name): boolean {
    if (condition === type.name) return true;
    const wanted = this.model.schema.getType(condition);
    return isAbstractType(wanted) && this.model.schema.isSubType(wanted, type);
  }

  private field(node: FieldNode, type: GraphQLObjectType, { sized }: Level): Term {
    const definition = type.getFields()[node.name.value];
    // `__typename` is free, and introspection has limits of its own.
    if (definition === undefined) return 0;
    const { formula, model } = this;
    const { size, weight, given, below } = remembered(this.fields, node, type, () => this.fieldCost(node, type, definition));
    const fromAbove = sized?.fields.includes(definition.name) ? sized.size : null;
    const items = isListType(getNullableType(definition.type)) ? (fromAbove ?? size ?? model.defaultListSize) : 1;
    return formula.sum([
      type === model.schema.getMutationType() ? mutationCost : 0,
      formula.largest([0, formula.sum([formula.product(items, weight), given])]),
      formula.product(items, below),
    ]);
  }

  private fieldCost(node: FieldNode, type: GraphQLObjectType, definition: GraphQLField<unknown, unknown>): FieldCost {
    this.looks += 1;
    if (this.looks > mostLooks) throw new TooManyLooks();
    const { weights } = this.model;
    const named = getNamedType(definition.type);
    const directive = weights.listSize(type, definition.name);
    const size = directive === undefined ? null : listSize(directive, node, definition, this.sizing);
    const fields = directive?.sizedFields ?? [];
    const level = size === null || fields.length === 0 ? this.plain : { sized: { fields, size }, known: new Map() };
    return {
      size,
      weight: weights.ofField(type, definition.name) ?? weights.ofType(named),
      given: this.formula.sum([...this.arguments.ofField(node, type, definition), ...this.arguments.ofDirectives(node)]),
      below: node.selectionSet === undefined ? 0 : this.largestOf(node.selectionSet, named, level),
    };
  }

  /** For the possible type for which it is most. */
  private largestOf(set: SelectionSetNode, named: GraphQLNamedType, level: Level): Term {
    if (isObjectType(named)) return this.selections(set, named, level);
    const costs = () => this.kindsOf(set, named).map((type) => this.selections(set, type, level));
    return remembered(level.known, set, named, () => this.formula.largest(costs()));
  }

  /** One of each kind of possible types that these selections can tell apart: interfaces have hundreds that they cannot. */
  private kindsOf(set: SelectionSetNode, named: GraphQLNamedType): readonly GraphQLObjectType[] {
    const { schema, shapeOf } = this.model;
    const { fields, types } = this.namesIn(set);
    const key = [named.name, ...types, '', ...fields].join();
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    const kindOf = (type: GraphQLObjectType): string =>
      [
        ...Array.from(types, (condition) => Number(this.isOf(type, condition))),
        ...Array.from(fields, (field) => shapeOf(type, field)),
      ].join();
    const possible = isAbstractType(named) ? schema.getPossibleTypes(named) : [];
    const kinds = [...new Map(possible.map((type) => [kindOf(type), type])).values()];
    this.kinds.set(key, kinds);
    return kinds;
  }
}

type Memo<Node, Type, Made> = Map<Node, Map<Type, Made>>;

function remembered<Node, Type, Made>(memo: Memo<Node, Type, Made>, node: Node, type: Type, make: () => Made): Made {
  let ofNode = memo.get(node);
  if (ofNode === undefined) {
    ofNode = new Map();
    memo.set(node, ofNode);
  }
  let made = ofNode.get(type);
  if (made === undefined) {
    made = make();
    ofNode.set(type, made);
  }
  return made;
}
