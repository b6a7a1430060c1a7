// Defects in how the answer to the client is made.
import { parse, print, visit } from 'graphql';
import type { Defect } from './defects.ts';
import type { Answer, AnswerError } from './sides.ts';

const onErrors =
  (change: (error: AnswerError) => AnswerError) =>
  (answer: Answer): Answer => ({ ...answer, errors: answer.errors.map(change) });

const withoutExtension = (name: string) =>
  onErrors(({ extensions = {}, ...error }) => ({
    ...error,
    extensions: Object.fromEntries(Object.entries(extensions).filter(([key]) => key !== name)),
  }));

const onObjects =
  (change: (entries: [string, unknown][]) => [string, unknown][]) =>
  (answer: Answer): Answer => ({ ...answer, data: mapped(answer.data, change) });

function mapped(value: unknown, change: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(change(Object.entries(value)).map(([key, each]) => [key, mapped(each, change)]));
}

/** Changes the types of the fields that clients read. */
const onFieldTypes =
  (change: (type: string) => string) =>
  (supergraphSdl: string): string =>
    print(
      visit(parse(supergraphSdl), {
        FieldDefinition: (node) => ({ ...node, type: typeOf(change(print(node.type))) }),
        InputObjectTypeDefinition: () => false,
      }),
    );

/** A scalar that every subgraph has. */
function anythingIn(supergraphSdl: string): string {
  const [, graphs = ''] = /enum join__Graph \{([^}]*)\}/.exec(supergraphSdl) ?? [];
  return `scalar Anything ${[...graphs.matchAll(/(\w+) @/g)].map(([, graph]) => `@join__type(graph: ${graph})`).join(' ')}`;
}

function typeOf(text: string) {
  const [definition] = parse(`type Holder { field: ${text} }`).definitions;
  const type = definition !== undefined && 'fields' in definition ? definition.fields?.[0]?.type : undefined;
  if (type === undefined || 'values' in type) throw new Error(`no type: ${text}`);
  return type;
}

export const answerDefects: readonly Defect[] = [
  { name: 'no null bubbling', completion: onFieldTypes((type) => type.replaceAll('!', '')) },
  {
    name: 'wrong leaves accepted',
    completion: (sdl) =>
      `${onFieldTypes((type) => type.replace(/\b(Int|Float|String|Boolean|ID)\b/, 'Anything'))(sdl)}\n${anythingIn(sdl)}`,
  },
  {
    name: 'valueCompletion missing',
    answer: ({ extensions: { valueCompletion: _, ...extensions }, ...answer }) => ({ ...answer, extensions }),
  },
  {
    name: 'valueCompletion beside errors',
    answer: (answer) => (answer.errors.length === 0 ? answer : { ...answer, extensions: { ...answer.extensions, valueCompletion: [] } }),
  },
  { name: 'serviceName missing', answer: withoutExtension('serviceName') },
  { name: 'error code missing', answer: withoutExtension('code') },
  { name: 'response of a failure missing', answer: withoutExtension('response') },
  {
    name: 'error path without index',
    answer: onErrors(({ path, ...error }) => ({
      ...error,
      ...(path === undefined ? {} : { path: path.filter((part) => typeof part === 'string') }),
    })),
  },
  {
    name: 'error path without the field',
    answer: onErrors(({ path, ...error }) => ({ ...error, ...(path === undefined ? {} : { path: path.slice(0, -1) }) })),
  },
  { name: 'partial data dropped', answer: (answer) => (answer.errors.length > 0 ? { ...answer, data: null } : answer) },
  { name: 'only the first error kept', answer: (answer) => ({ ...answer, errors: answer.errors.slice(0, 1) }) },
  {
    name: 'equal errors reported once',
    answer: (answer) => ({
      ...answer,
      errors: answer.errors.filter(({ message }, index) => answer.errors.findIndex((one) => one.message === message) === index),
    }),
  },
  { name: 'null fields omitted', answer: onObjects((entries) => entries.filter(([, value]) => value !== null)) },
  { name: 'order of fields changed', answer: onObjects((entries) => entries.sort(([left], [right]) => (left < right ? -1 : 1))) },
  { name: 'hostile names lost', answer: onObjects((entries) => entries.filter(([key]) => key !== '__proto__' && key !== 'constructor')) },
  { name: 'lists of lists flattened', answer: (answer) => ({ ...answer, data: flattened(answer.data) }) },
];

function flattened(value: unknown): unknown {
  if (Array.isArray(value)) return value.flat().map(flattened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, flattened(each)]));
}
