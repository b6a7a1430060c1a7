// Texts that mean something to a database, a template or a shell, in every place of the API that takes a text.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, root, sharedSystem } from '@tributary/test-kit';
import { type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { reachedFields, sampleOf } from './api-fields.ts';

const system = sharedSystem();
let token = '';
beforeAll(async () => {
  token = await system.signIn('admin@northwind.test');
});

/** None of them is an id, a name or a part of one in the sample data. */
const texts = [
  "' OR '1'='1",
  "1' OR 1=1 --",
  "1'; SELECT pg_sleep(10); --",
  '1) UNION SELECT version(), NULL --',
  '\'; DROP TABLE "Product"; --',
  "' AND 1=CAST((SELECT version()) AS int) --",
  "E'\\\\x27'",
  '$1',
  '${1+1}{{1+1}}',
  '%_%_%',
  '\\',
  '"',
  '\u0000',
  '\ud800',
  '{"$ne":null}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  `${'9'.repeat(400)}`,
  '1e309',
  '０１',
];

/** What is no text at all. */
const shapes: readonly unknown[] = [{ not: '' }, { contains: '' }, { $ne: null }, [['1']], true, { toString: '1' }];

/** Where a text can stand in an argument: written with this in its place. */
function placesOf(type: GraphQLInputType): readonly ((text: string) => string)[] {
  const bare = getNullableType(type);
  if (isListType(bare)) return placesOf(bare.ofType).map((place) => (text) => `[${place(text)}]`);
  if (!isInputObjectType(bare))
    return ['String', 'ID', 'EmailAddress', 'Date', 'DateTime', 'Decimal'].includes(bare.name) ? [(text) => text] : [];
  const fields = Object.values(bare.getFields());
  const others = fields.filter(({ type: of, defaultValue }) => String(of).endsWith('!') && defaultValue === undefined);
  return fields.flatMap(({ name, type: of }) => {
    const rest = others.filter((other) => other.name !== name).map((other) => `, ${other.name}: ${sampleOf(other.type)}`);
    return placesOf(of).map((place) => (text: string) => `{ ${name}: ${place(text)}${rest.join('')} }`);
  });
}

const places = reachedFields().flatMap((field) =>
  field.args.flatMap(({ name, type }) =>
    placesOf(type).map(
      (place) => [`${field.coordinate}(${name}: ${place('…')})`, (text: string) => field.query({ [name]: place(text) })] as const,
    ),
  ),
);

/** Values of the alias, wherever they are; a connection's nodes one by one. */
function valuesIn(data: unknown): readonly unknown[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    if (name !== 'value') return (Array.isArray(value) ? value : [value]).flatMap(valuesIn);
    // A payload says in it what is wrong.
    return value === null || String(value.__typename).endsWith('Payload') ? [] : (value.nodes ?? [value]);
  });
}

/** What may go wrong with a text: it is no value of its type, no cursor, no text of Unicode. */
const refusals = new Set(['BAD_USER_INPUT', 'INVALID_CURSOR', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);

function judge({ data, errors = [] }: Answer): readonly string[] {
  const faults = errors.flatMap(({ message, extensions: { code } }) => (refusals.has(code) ? [] : [`${code}: ${message}`]));
  return valuesIn(data).length === 0 ? faults : [...faults, `found ${JSON.stringify(data)}`];
}

it('there are places in every kind of argument', () => expect(places.length).toBeGreaterThanOrEqual(30));

describe.each(places)('%s', (_place, documentWith) => {
  it('finds nothing by what is no value of it, and fails by nothing', async () => {
    const judged = texts.map(async (text) => [text, judge(await system.ask(documentWith(JSON.stringify(text)), { token }))] as const);
    expect((await Promise.all(judged)).filter(([, problems]) => problems.length > 0)).toEqual([]);
  });
});

describe('a variable', () => {
  it.each(shapes.map((shape) => [JSON.stringify(shape), shape] as const))('of an ID or a text may not be %s', async (_text, shape) => {
    for (const query of [
      'query ($a: ID!) { value: product(id: $a) { name } }',
      'query ($a: String) { products(filter: { search: $a }) { value: nodes { id } } }',
    ]) {
      const { data, errors } = await system.ask(query, { token, variables: { a: shape } });
      expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, 'BAD_USER_INPUT']);
    }
  });
});

const companies = ['blaus', 'blonp', 'bolid', 'bottm', 'bsbev', 'cactu'];

it('no sign-in succeeds by a text that means something else', async () => {
  const document =
    'mutation ($email: EmailAddress!, $password: String!) { value: signIn(input: { email: $email, password: $password }) { tokens { accessToken } } }';
  for (const [index, text] of texts.entries()) {
    // In turn, so that the text reaches the check: ten wrong tries of one account are all that do.
    const email = `${companies[index % companies.length]}@customers.northwind.test`;
    for (const variables of [
      { email, password: text },
      { email: `${email}${text}`, password: 'tributary' },
    ]) {
      const { data, errors = [] } = await system.ask(document, { variables });
      expect([text, data?.['value']?.tokens ?? null]).toEqual([text, null]);
      expect(errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
    }
  }
});

it('no statement is put together of texts: what Prisma calls unsafe is not called', () => {
  const sources = globSync(['subgraphs/*/src/**/*.ts', 'packages/*/src/**/*.ts', 'gateway/src/**/*.ts'], { cwd: root });
  const own = sources.filter((file) => !file.includes('generated') && !file.endsWith('.test.ts'));
  expect(own.length).toBeGreaterThan(200);
  expect(own.filter((file) => /\$(query|execute)RawUnsafe/.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
