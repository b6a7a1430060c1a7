// Arguments and input fields: what clients send.
import { isDeepStrictEqual } from 'node:util';
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  isRequiredArgument,
  print,
} from 'graphql';
import type { ChangeCodeName } from '../change-codes.ts';
import type { Found } from './change.ts';
import { describedChanges } from './diff-texts.ts';
import { differenceOf } from './named-difference.ts';
import { relationOf } from './type-relation.ts';

type Input = GraphQLArgument | GraphQLInputField;
type InputChange =
  | 'REMOVED'
  | 'TYPE_CHANGED'
  | 'TYPE_WIDENED'
  | 'BECAME_REQUIRED'
  | 'REFUSES_NULL'
  | 'DEFAULT_ADDED'
  | 'DEFAULT_CHANGED'
  | 'DEFAULT_REMOVED';
/** Arguments and input fields change alike, under codes of their own. */
type InputKind = { readonly word: 'Argument' | 'Input field'; readonly code: (change: InputChange) => ChangeCodeName };

const argumentKind: InputKind = { word: 'Argument', code: (change) => `ARGUMENT_${change}` };
const inputFieldKind: InputKind = { word: 'Input field', code: (change) => `INPUT_FIELD_${change}` };

/** @param owner the coordinate of the field or directive. */
export function diffArguments(owner: string, base: readonly GraphQLArgument[], head: readonly GraphQLArgument[]): readonly Found[] {
  const { added, removed, kept } = differenceOf(base, head);
  const coordinateOf = ({ name }: GraphQLArgument): string => `${owner}(${name}:)`;
  return [
    ...removed.flatMap((argument) => removalOf(argumentKind, coordinateOf(argument), argument)),
    ...added.map((argument): Found => {
      const required = isRequiredArgument(argument);
      const message = `${required ? 'Required argument' : 'Argument'} ${coordinateOf(argument)} was added.`;
      return { code: required ? 'REQUIRED_ARGUMENT_ADDED' : 'ARGUMENT_ADDED', coordinate: coordinateOf(argument), message };
    }),
    ...kept.flatMap(([before, after]) => inputChanges(argumentKind, coordinateOf(before), before, after)),
  ];
}

export function diffInputObjects(base: GraphQLInputObjectType, head: GraphQLInputObjectType): readonly Found[] {
  const { added, removed, kept } = differenceOf<GraphQLInputField>(Object.values(base.getFields()), Object.values(head.getFields()));
  const coordinateOf = ({ name }: GraphQLInputField): string => `${base.name}.${name}`;
  return [
    ...oneOfChanges(base, head),
    ...removed.flatMap((field) => removalOf(inputFieldKind, coordinateOf(field), field)),
    ...added.map((field): Found => {
      const required = isRequiredArgument(field);
      const message = `${required ? 'Required input field' : 'Input field'} ${coordinateOf(field)} was added.`;
      return { code: required ? 'REQUIRED_INPUT_FIELD_ADDED' : 'INPUT_FIELD_ADDED', coordinate: coordinateOf(field), message };
    }),
    ...kept.flatMap(([before, after]) => inputChanges(inputFieldKind, coordinateOf(before), before, after)),
  ];
}

function oneOfChanges(base: GraphQLInputObjectType, head: GraphQLInputObjectType): readonly Found[] {
  if (base.isOneOf === head.isOneOf) return [];
  if (head.isOneOf)
    return [{ code: 'ONE_OF_ADDED', coordinate: base.name, message: `Input object ${base.name} must have exactly one field.` }];
  return [{ code: 'ONE_OF_REMOVED', coordinate: base.name, message: `Input object ${base.name} may have any number of fields.` }];
}

function removalOf({ word, code }: InputKind, coordinate: string, removed: Input): readonly Found[] {
  const removal = { code: code('REMOVED'), coordinate, message: `${word} ${coordinate} was removed.` };
  const byDefault = defaultOf(removed);
  if (byDefault === null) return [removal];
  // Resolvers have read it where operations do not mention it.
  const message = `${word} ${coordinate} was removed with its default, ${byDefault}.`;
  return [removal, { code: code('DEFAULT_REMOVED'), coordinate, detail: `default ${byDefault}`, message }];
}

function inputChanges(kind: InputKind, coordinate: string, base: Input, head: Input): readonly Found[] {
  return [
    ...describedChanges(coordinate, base, head),
    ...inputTypeChanges(kind, coordinate, base, head),
    ...defaultChanges(kind, coordinate, base, head),
  ];
}

function inputTypeChanges({ word, code }: InputKind, coordinate: string, base: Input, head: Input): readonly Found[] {
  const [before, after] = [String(base.type), String(head.type)];
  const becameRequired = !isRequiredArgument(base) && isRequiredArgument(head);
  if (before === after && !becameRequired) return [];
  const { sameShape, tightened } = relationOf(base.type, head.type);
  const found = { coordinate, detail: `${before} ${after}` };
  const message = `${word} ${coordinate} takes ${after}, it was ${before}.`;
  const changes: Found[] = [];
  if (!sameShape || tightened.some((depth) => depth > 0)) changes.push({ ...found, code: code('TYPE_CHANGED'), message });
  if (becameRequired) changes.push({ ...found, code: code('BECAME_REQUIRED'), message: `${word} ${coordinate} can be omitted no longer.` });
  else if (tightened.includes(0))
    changes.push({ ...found, code: code('REFUSES_NULL'), message: `${word} ${coordinate} cannot be null any more.` });
  // It only takes more than before.
  if (changes.length === 0) changes.push({ ...found, code: code('TYPE_WIDENED'), message });
  return changes;
}

function defaultChanges({ word, code }: InputKind, coordinate: string, base: Input, head: Input): readonly Found[] {
  if (isDeepStrictEqual(base.defaultValue, head.defaultValue)) return [];
  const [before, after] = [defaultOf(base), defaultOf(head)];
  const found = { coordinate, detail: `default ${before} ${after}` };
  if (before === null) {
    const severity = isRequiredArgument(base) ? ({ severity: 'safe' } as const) : {};
    return [{ ...found, ...severity, code: code('DEFAULT_ADDED'), message: `${word} ${coordinate} has a default: ${after}.` }];
  }
  if (after !== null) {
    return [{ ...found, code: code('DEFAULT_CHANGED'), message: `The default of ${coordinate} is ${after}, it was ${before}.` }];
  }
  // That it is required now says more.
  if (isRequiredArgument(head)) return [];
  return [{ ...found, code: code('DEFAULT_REMOVED'), message: `${word} ${coordinate} has no default any more; it was ${before}.` }];
}

/** As text; null without a default. */
function defaultOf({ defaultValue, type }: Input): string | null {
  if (defaultValue === undefined) return null;
  const node = astFromValue(defaultValue, type);
  return node === null || node === undefined ? JSON.stringify(defaultValue) : print(node);
}
