// Subgraphs asked by a gateway that lies: floods of keys, data that nobody resolved, types that are no entities.
import { describe, expect, it } from 'vitest';
import { askSubgraph } from './ask-subgraph.ts';

const entities = 'query ($representations: [_Any!]!) { _entities(representations: $representations)';
const asked = (selection: string) => `${entities} { ${selection} } }`;
const count = (length: number, of: (index: number) => object) => Array.from({ length }, (_, index) => of(index));

describe('a flood of representations', () => {
  const users = (length: number) => count(length, (index) => ({ __typename: 'User', id: String(index + 1) }));

  it('of 1,000 users is one statement', async () => {
    const variables = { representations: users(1_000) };
    const { data, statements } = await askSubgraph('accounts', asked('... on User { displayName }'), { variables });
    expect([data?.['_entities'].length, statements]).toEqual([1_000, 1]);
  });

  it.each([
    ['10,000 at once', 10_000, asked('... on User { displayName }'), 0],
    ['600 under two names', 600, `${entities} { __typename } more: _entities(representations: $representations) { __typename } }`, 1],
  ])('of %s is refused with a code, and costs what may be asked at most', async (_what, length, query, most) => {
    const { data, errors, statements } = await askSubgraph('accounts', query, { variables: { representations: users(length) } });
    expect([data, errors?.map(({ extensions }) => extensions.code), statements]).toEqual([null, ['INPUT_LIST_TOO_LONG'], most]);
  });

  it('of 1,000 products with a list each is two statements', async () => {
    const representations = count(1_000, (index) => ({ __typename: 'Product', id: String(index) }));
    const selection = '... on Product { reviews(first: 1) { nodes { rating } } rating { average } }';
    const { data, statements } = await askSubgraph('reviews', asked(selection), { variables: { representations } });
    expect([data?.['_entities'].length, statements <= 2]).toEqual([1_000, true]);
  });

  it('of more bytes than a body may have is not read', async () => {
    const representations = count(11, () => ({ __typename: 'Product', id: 'a'.repeat(1_000_000) }));
    const outcome = askSubgraph('reviews', asked('__typename'), { variables: { representations } });
    await expect(outcome).rejects.toThrow(/other side closed|ECONNRESET|EPIPE/);
    expect((await askSubgraph('reviews', '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('data that a representation brings', () => {
  it('is not believed: neither role nor company nor anything else of a person', async () => {
    const claims = {
      role: 'ADMIN',
      scopes: ['users:read'],
      email: 'a@b.test',
      displayName: 'Forged',
      status: 'ACTIVE',
      customer: { id: 'BONAP' },
    };
    const representations = [{ __typename: 'User', id: '12', ...claims }];
    const { data, errors } = await askSubgraph('accounts', asked('... on User { displayName email role }'), {
      variables: { representations },
      as: 'ALFKI',
    });
    expect(data).toEqual({ _entities: [{ displayName: 'Ana T.', email: null, role: null }] });
    expect(errors).toBeUndefined();
  });

  it('opens no row of another company', async () => {
    const representations = [
      { __typename: 'Order', id: '10248', customer: { __typename: 'Customer', id: 'ALFKI' }, customerId: 'ALFKI', status: 'PLACED' },
      { __typename: 'Order', id: '10643' },
    ];
    const { data, errors } = await askSubgraph('orders', asked('... on Order { id }'), { variables: { representations }, as: 'ALFKI' });
    expect([data, errors]).toEqual([{ _entities: [null, { id: '10643' }] }, undefined]);
  });

  it.each([
    ['a price in words', { amount: 'free', currency: 'USD' }],
    ['a price of another shape', 'free'],
    ['no price', null],
  ])('may be %s: it costs what is computed of it, and nothing else', async (_what, unitPrice) => {
    const representations = [{ __typename: 'Product', id: '30', unitPrice, discontinued: 'perhaps' }];
    const selection = asked('... on Product { id reorderCost { amount } }');
    const { data, errors = [] } = await askSubgraph('inventory', selection, { variables: { representations }, as: 'manager' });
    expect(data).toEqual({ _entities: [{ id: '30', reorderCost: null }] });
    for (const { path } of errors) expect(path).toEqual(['_entities', 0, 'reorderCost']);
  });
});

describe('a representation', () => {
  it.each([
    ['of a type that is no entity', { __typename: 'Money', amount: '1', currency: 'USD' }],
    ['of the root', { __typename: 'Query' }],
    ['of no type', { id: '1' }],
    ['of an unknown type', { __typename: 'Nothing', id: '1' }],
    ['without its key', { __typename: 'Product' }],
    ['with an object for its key', { __typename: 'Product', id: { not: '' } }],
    ['with a prototype for its key', { __typename: 'Product', id: { ['__proto__']: 'x', toString: 1 } }],
    ['named as a member of every object', { __typename: 'constructor', id: '1' }],
  ])('%s is none, and gives nothing back', async (_what, representation) => {
    const selection = '__typename ... on Product { name }';
    const { data } = await askSubgraph('catalog', asked(selection), { variables: { representations: [representation] } });
    expect(JSON.stringify(data ?? null)).toMatch(
      /^(null|\{"_entities":(null|\[null\])\}|\{"_entities":\[\{"__typename":"Product","name":null\}\]\})$/,
    );
    expect(({} as { x?: unknown }).x).toBeUndefined(); // read as what a polluted prototype would have
  });
});

it('neither a plan nor a trace is told, whoever asks', async () => {
  const headers = { 'apollo-federation-include-trace': 'ftv1', 'apollo-query-plan-experimental': '1' };
  expect(await askSubgraph('catalog', '{ product(id: "1") { name } }', { headers })).not.toHaveProperty('extensions');
});
