// What accounts answers by key as the gateway asks for it, and how many statements that takes.
import { type Question, testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const accounts = await testSubgraph('accounts');
afterAll(() => accounts.stop());

type Representation = Readonly<Record<string, unknown>>;

const entities = (type: string, selection: string, representations: readonly Representation[], as: NonNullable<Question['as']> = 'admin') =>
  accounts.execute({
    document: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    variables: { representations },
    as,
  });
const found = (..._entities: unknown[]) => ({ data: { _entities } });
const user = (id: number | string) => ({ __typename: 'User', id: String(id) });
const customer = (id: string) => ({ __typename: 'Customer', id });
const employee = (id: number | string) => ({ __typename: 'Employee', id: String(id) });

const companies = (
  (await accounts.execute({ document: '{ customers(first: 100) { nodes { id } } }', as: 'admin' })).data?.['customers'].nodes ?? []
).map(({ id }: { id: string }) => id) as string[];

describe('by its key', () => {
  it('a user is there, in the order asked for, and null where there is none', async () => {
    expect(await entities('User', 'id displayName email', [user(11), user(99_999), user('x'), user(1)])).toEqual(
      found({ id: '11', displayName: 'Maria A.', email: 'alfki@customers.northwind.test' }, null, null, {
        id: '1',
        displayName: 'Nancy D.',
        email: 'nancy.davolio@northwind.test',
      }),
    );
  });

  it('a company and an employee are there', async () => {
    expect(await entities('Customer', 'id companyName address { city }', [customer('ALFKI'), customer('NONE')])).toEqual(
      found({ id: 'ALFKI', companyName: 'Alfreds Futterkiste', address: { city: 'Berlin' } }, null),
    );
    expect(await entities('Employee', 'id firstName lastName title reportsTo { id }', [employee(1), employee(77)])).toEqual(
      found({ id: '1', firstName: 'Nancy', lastName: 'Davolio', title: 'Sales Representative', reportsTo: { id: '2' } }, null),
    );
  });
});

describe('who sees what', () => {
  it('a stranger sees a name of a user, and is told to sign in for the rest', async () => {
    const { data, errors } = await entities('User', 'id displayName email role', [user(11)], 'anonymous');
    expect(data).toEqual({ _entities: [{ id: '11', displayName: 'Maria A.', email: null, role: null }] });
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toEqual([
      ['email', 'UNAUTHENTICATED'],
      ['role', 'UNAUTHENTICATED'],
    ]);
  });

  it('a customer sees a name of another user, and the rest is null without an error', async () => {
    expect(await entities('User', 'id displayName email role', [user(12), user(11)], 'ALFKI')).toEqual(
      found(
        { id: '12', displayName: 'Ana T.', email: null, role: null },
        { id: '11', displayName: 'Maria A.', email: 'alfki@customers.northwind.test', role: 'CUSTOMER' },
      ),
    );
  });

  it('a customer sees its own company only, a stranger none', async () => {
    expect(await entities('Customer', 'id companyName', [customer('ALFKI'), customer('ANATR')], 'ALFKI')).toEqual(
      found({ id: 'ALFKI', companyName: 'Alfreds Futterkiste' }, null),
    );
    // The row rule answers first: a stranger does not learn whether the company exists.
    expect(await entities('Customer', 'id companyName', [customer('ALFKI'), customer('NONE')], 'anonymous')).toEqual(found(null, null));
  });

  it('a customer sees names and title of an employee, not the private fields', async () => {
    const { data, errors } = await entities('Employee', 'id firstName lastName title homePhone hiredOn', [employee(1)], 'ALFKI');
    expect(data?.['_entities']).toEqual([
      { id: '1', firstName: 'Nancy', lastName: 'Davolio', title: 'Sales Representative', homePhone: null, hiredOn: null },
    ]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('SQL statements do not grow', () => {
  const sample = (make: (index: number) => Representation) =>
    [1, 10, 100].map((count) => Array.from({ length: count }, (_unused, index) => make(index)));

  it.each<[string, string, (index: number) => Representation, number]>([
    ['User', 'id displayName email', (index) => user(1 + index), 1],
    ['User', 'id customer { id companyName } employee { lastName }', (index) => user(5 + index), 3],
    ['User', 'id sessions { id } apiKeys { id usage { day } }', (index) => user(1 + index), 3],
    ['Customer', 'id companyName', (index) => customer(companies[index % companies.length] ?? ''), 1],
    ['Employee', 'id firstName', (index) => employee(1 + (index % 9)), 1],
    ['Employee', 'id reportsTo { id } reports { id } territories { id name }', (index) => employee(1 + (index % 9)), 5],
  ])('with the number of entities: %s { %s }', async (type, selection, make, most) => {
    const counts: number[] = [];
    for (const representations of sample(make)) {
      const { errors } = await entities(type, selection, representations);
      expect(errors).toBeUndefined();
      counts.push(accounts.statements());
    }
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(most);
  });

  it.each([
    ['customers', '{ customers(first: $first) { nodes { id companyName address { city } } } }', 1],
    [
      'customers with everything',
      '{ customers(first: $first) { totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id } } } }',
      3,
    ],
    ['users', '{ users(first: $first) { nodes { id customer { id } employee { id } sessions { id } } } }', 4],
  ])('with the rows of a list: %s', async (_name, document, most) => {
    const counts: number[] = [];
    for (const first of [1, 10, 100]) {
      const { errors } = await accounts.execute({ document: `query ($first: Int) ${document}`, variables: { first }, as: 'admin' });
      expect(errors).toBeUndefined();
      counts.push(accounts.statements());
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(most);
  });
});
