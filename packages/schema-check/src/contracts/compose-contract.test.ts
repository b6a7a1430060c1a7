// Contracts by Apollo's rules of filtering: what is left of a schema, and where it is wrong that nothing is.
import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../compose-subgraphs.ts';
import { composeContract } from './compose-contract.ts';
import { type Contract, parseContracts } from './contract-config.ts';
import { locateIn } from './locate-elements.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@tag", "@requires", "@external"])\n';

function contractOf(filter: string, ...sdls: readonly string[]) {
  const [contract] = parseContracts(`contracts: [{ name: partner, ${filter} }]`, 'supergraph.yaml');
  const sources = sdls.map((sdl, index) => ({ name: `s${index}`, url: 'http://s', file: `s${index}.graphql`, sdl: `${link}${sdl}` }));
  const composition = composeSubgraphs(sources);
  if (composition.kind === 'failed') throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  return composeContract(composition.supergraph, contract as Contract, locateIn(sources)); // It is written above.
}

/** In the order of their names: composition has one of its own. */
const definitionsOf = (sdl: string) =>
  sdl
    .replaceAll(/\s+/g, ' ')
    .split(/ (?=(?:type|interface|union|enum|input|scalar) )/)
    .toSorted();

/** The schema that clients see; or the codes of the errors, each with its place. */
function leftOf(filter: string, ...sdls: readonly string[]): readonly string[] {
  const result = contractOf(filter, ...sdls);
  if (result.kind === 'composed') return definitionsOf(printSchema(result.api));
  return result.errors.map(({ code, source }) => `${code} ${source?.file}:${source?.line}:${source?.column}`);
}

const no = 'exclude: [no]';
const yes = 'include: [yes]';
const hiding = 'hideUnreachableTypes: true';

describe('exclusion leaves out', () => {
  it.each([
    ['a field', no, 'type Query { a: Int b: Int @tag(name: "no") }', 'type Query { a: Int }'],
    ['an argument', no, 'type Query { a(x: Int @tag(name: "no"), y: Int): Int }', 'type Query { a(y: Int): Int }'],
    ['a value of an enum', no, 'type Query { a: E } enum E { A B @tag(name: "no") }', 'type Query { a: E } enum E { A }'],
    [
      'a field of an input',
      no,
      'type Query { a(i: I): Int } input I { x: Int y: Int @tag(name: "no") }',
      'type Query { a(i: I): Int } input I { x: Int }',
    ],
    [
      'a type with the fields that return it',
      no,
      'type Query { a: Int b: T @tag(name: "no") } type T @tag(name: "no") { x: Int }',
      'type Query { a: Int }',
    ],
    ['a scalar', no, 'type Query { a: Int b: S @tag(name: "no") } scalar S @tag(name: "no")', 'type Query { a: Int }'],
    [
      'an enum and an input',
      no,
      'type Query { a: Int b(i: I @tag(name: "no")): E @tag(name: "no") } enum E @tag(name: "no") { A } input I @tag(name: "no") { x: Int }',
      'type Query { a: Int }',
    ],
    [
      'one of the types of a union',
      no,
      'type Query { u: U } union U = A | B type A { x: Int } type B @tag(name: "no") { x: Int }',
      'type Query { u: U } union U = A type A { x: Int }',
    ],
    [
      'one of the types of an interface',
      no,
      'type Query { i: I } interface I { x: Int } type A implements I { x: Int } type B implements I @tag(name: "no") { x: Int }',
      'type Query { i: I } interface I { x: Int } type A implements I { x: Int }',
    ],
    [
      'an object whose fields are all left out',
      no,
      'type Query { a: Int b: T @tag(name: "no") } type T { x: Int @tag(name: "no") }',
      'type Query { a: Int }',
    ],
    [
      'a union whose types are all left out',
      no,
      'type Query { a: Int b: U @tag(name: "no") } union U = T type T { x: Int @tag(name: "no") }',
      'type Query { a: Int }',
    ],
    ['a whole root type that is not Query', no, 'type Query { a: Int } type Mutation @tag(name: "no") { b: Int }', 'type Query { a: Int }'],
    [
      'a field of an interface, of which an object has it still',
      no,
      'type Query { i: I } interface I { x: Int y: Int @tag(name: "no") } type A implements I { x: Int y: Int }',
      'type Query { i: I } interface I { x: Int } type A implements I { x: Int y: Int }',
    ],
  ])('%s', (_what, filter, sdl, left) => expect(leftOf(filter, sdl)).toEqual(definitionsOf(left)));

  it('a field that another requires: only clients do not see it', () =>
    expect(
      leftOf(
        no,
        'type Query { t: T } type T @key(fields: "id") { id: ID! weight: Int @tag(name: "no") }',
        'type T @key(fields: "id") { id: ID! weight: Int @external cost: Int @requires(fields: "weight") }',
      ),
    ).toEqual(definitionsOf('type Query { t: T } type T { id: ID! cost: Int }')));
});

describe('inclusion keeps', () => {
  it.each([
    ['fields with the tag alone', yes, 'type Query { a: Int @tag(name: "yes") b: Int }', 'type Query { a: Int }'],
    [
      'every field of a type with the tag',
      yes,
      'type Query { t: T @tag(name: "yes") } type T @tag(name: "yes") { x: Int y: Int }',
      'type Query { t: T } type T { x: Int y: Int }',
    ],
    [
      'a type without the tag, of which one field has it',
      yes,
      'type Query { t: T @tag(name: "yes") } type T { x: Int @tag(name: "yes") y: Int }',
      'type Query { t: T } type T { x: Int }',
    ],
    [
      'unions with the tag alone',
      yes,
      'type Query { u: U @tag(name: "yes") } union U @tag(name: "yes") = T union V = T type T @tag(name: "yes") { x: Int }',
      'type Query { u: U } union U = T type T { x: Int }',
    ],
    [
      'scalars, enums, inputs and arguments, which need no tag',
      yes,
      'type Query { a(i: I, e: E): S @tag(name: "yes") b: Int } input I { x: Int } enum E { A } scalar S',
      'type Query { a(i: I, e: E): S } input I { x: Int } enum E { A } scalar S',
    ],
    [
      'nothing that is excluded too',
      `${yes}, ${no}`,
      'type Query { a: Int @tag(name: "yes") b: Int @tag(name: "yes") @tag(name: "no") }',
      'type Query { a: Int }',
    ],
    [
      'nothing of a type that is excluded',
      `${yes}, ${no}`,
      'type Query { a: Int @tag(name: "yes") } type T @tag(name: "no") { x: Int @tag(name: "yes") }',
      'type Query { a: Int }',
    ],
    [
      'what has one of several tags',
      'include: [yes, also]',
      'type Query { a: Int @tag(name: "yes") b: Int @tag(name: "also") c: Int }',
      'type Query { a: Int b: Int }',
    ],
    [
      'a field whose tag stands in another subgraph',
      yes,
      'type Query { t: T @tag(name: "yes") } type T @key(fields: "id") { id: ID! @tag(name: "yes") }',
      'type Query { t: T } type T { id: ID! x: Int }',
      'type T @key(fields: "id") { id: ID! x: Int @tag(name: "yes") y: Int }',
    ],
  ])('%s', (_what, filter, sdl, left, ...others) => expect(leftOf(filter, sdl, ...others)).toEqual(definitionsOf(left)));
});

describe('types that no operation reaches', () => {
  const sdl =
    'type Query { a: Int @tag(name: "yes") b(i: I): E u: U } input I { x: S } enum E { A } scalar S union U = T type T { x: Int @tag(name: "yes") }';
  it.each([
    ['stay unless they are to be hidden', yes, sdl, 'type Query { a: Int } input I { x: S } enum E { A } scalar S type T { x: Int }'],
    ['are hidden where they are to be', `${yes}, ${hiding}`, sdl, 'type Query { a: Int }'],
    [
      'stay with an included tag, and with them what they lead to',
      `${yes}, ${hiding}`,
      `${sdl} type Kept @tag(name: "yes") { s: S }`,
      'type Query { a: Int } scalar S type Kept { s: S }',
    ],
    [
      'are not those that only an interface leads to',
      `${no}, ${hiding}`,
      'type Query { i: I } interface I { x: Int } type A implements I { x: Int y: E } enum E { A } enum Lone { A }',
      'type Query { i: I } interface I { x: Int } type A implements I { x: Int y: E } enum E { A }',
    ],
    [
      'may be empty',
      `${no}, ${hiding}`,
      'type Query { a: Int b: E @tag(name: "no") } enum E { A @tag(name: "no") }',
      'type Query { a: Int }',
    ],
  ])('%s', (_what, filter, text, left) => expect(leftOf(filter, text)).toEqual(definitionsOf(left)));
});

describe('a contract does not compose, and the error stands where the tag does,', () => {
  it.each([
    [
      'when a type is left out that a field returns',
      'type Query {\n  t: T\n}\ntype T @tag(name: "no") { x: Int }',
      'REFERENCED_INACCESSIBLE s0.graphql:5:8',
    ],
    [
      'when an object is left empty that a field returns',
      'type Query {\n  t: T\n}\ntype T { x: Int @tag(name: "no") }',
      'REFERENCED_INACCESSIBLE s0.graphql:5:17',
    ],
    [
      'when an argument is left out that is required',
      'type Query { a(x: Int! @tag(name: "no")): Int }',
      'REQUIRED_INACCESSIBLE s0.graphql:2:24',
    ],
    [
      'when a field of an input is left out that is required',
      'type Query { a(i: I): Int }\ninput I { x: Int! @tag(name: "no") y: Int }',
      'REQUIRED_INACCESSIBLE s0.graphql:3:19',
    ],
    ['when an enum is left empty', 'type Query { e: E }\nenum E { A @tag(name: "no") }', 'ONLY_INACCESSIBLE_CHILDREN s0.graphql:3:12'],
    [
      'when an input is left empty',
      'type Query { a(i: I): Int }\ninput I { x: Int @tag(name: "no") }',
      'ONLY_INACCESSIBLE_CHILDREN s0.graphql:3:18',
    ],
    [
      'when a default value is left out',
      'type Query { a(e: E = B): Int }\nenum E { A B @tag(name: "no") }',
      'DEFAULT_VALUE_USES_INACCESSIBLE s0.graphql:3:14',
    ],
    [
      'when an object lacks a field of its interface',
      'type Query { i: I }\ninterface I { x: Int }\ntype A implements I { x: Int @tag(name: "no") y: Int }',
      'IMPLEMENTED_BY_INACCESSIBLE s0.graphql:4:30',
    ],
    ['when nothing is left', 'type Query {\n  a: Int @tag(name: "no")\n}', 'QUERY_ROOT_TYPE_INACCESSIBLE s0.graphql:3:10'],
  ])('%s', (_what, sdl, errors) => expect(leftOf(no, sdl)).toEqual([errors]));

  it('and it says why something is left out', () => {
    const result = contractOf(no, 'type Query { t: T } type T @tag(name: "no") { x: Int }');
    expect(result.kind === 'failed' && result.errors[0]?.message).toContain('T is left out: the tag "no" at T is excluded.');
  });
});

it('the supergraph of a contract is the whole one, with @inaccessible at what is left out', () => {
  const result = contractOf(no, 'type Query { a: Int b: Int @tag(name: "no") }');
  expect(result.kind === 'composed' && result.supergraph).toContain('b: Int @tag(name: "no") @inaccessible');
  expect(result.kind === 'composed' && result.supergraph).toContain(
    '@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)',
  );
});

it('tags that nothing has are told', () =>
  expect(contractOf('include: [yes], exclude: [mispelt]', 'type Query { a: Int @tag(name: "yes") }').unknownTags).toEqual(['mispelt']));
