// What the filters of products let through, against the same conditions computed here.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly discontinued: boolean;
  readonly unitPrice: { readonly amount: string };
  readonly category: { readonly id: string };
  readonly supplier: { readonly id: string };
}

const listDocument = `query ($filter: ProductFilter, $sort: ProductSort, $after: String) { products(first: 100, filter: $filter, sort: $sort, after: $after) {
  nodes { id name discontinued unitPrice { amount } category { id } supplier { id } } totalCount } }`;

const ask = (variables: Record<string, unknown>) => subgraph.execute({ document: listDocument, variables });

async function read(filter: unknown): Promise<{ readonly nodes: readonly Listed[]; readonly totalCount: number }> {
  const { data, errors } = await ask({ filter });
  expect(errors).toBeUndefined();
  return data?.products;
}

const all = (await read(null)).nodes;
const price = ({ unitPrice }: Listed) => Number(unitPrice.amount);
const named = (pattern: RegExp) => (product: Listed) => pattern.test(product.name);

describe('a filter', () => {
  it.each<[filter: Record<string, unknown> | null, condition: (product: Listed) => boolean, count: number]>([
    [null, () => true, 77],
    [{}, () => true, 77],
    [{ search: null, categoryId: null, supplierId: null, minPrice: null, maxPrice: null, discontinued: null }, () => true, 77],
    [{ search: 'cha' }, named(/cha/i), 3],
    [{ search: '  CHEF   mix ' }, named(/chef.*mix/i), 1],
    [{ search: 'mix chef' }, named(/chef.*mix/i), 1],
    [{ search: '' }, () => true, 77],
    [{ search: 'RÖSSLE' }, named(/Rössle/), 1],
    [{ search: "chef anton's" }, named(/Chef Anton's/), 2],
    [{ search: '%' }, () => false, 0],
    [{ search: '_' }, () => false, 0],
    [{ search: '\\' }, () => false, 0],
    [{ search: "' OR 1 = 1 --" }, () => false, 0],
    [{ categoryId: '1' }, ({ category }) => category.id === '1', 12],
    [{ categoryId: '9999' }, () => false, 0],
    [{ categoryId: 'x' }, () => false, 0],
    [{ supplierId: '7' }, ({ supplier }) => supplier.id === '7', 5],
    [{ supplierId: '0' }, () => false, 0],
    [{ minPrice: '18' }, (product) => price(product) >= 18, 47],
    [{ minPrice: '18.005' }, (product) => price(product) > 18, 43],
    [{ maxPrice: '18.00' }, (product) => price(product) <= 18, 34],
    [{ minPrice: '18', maxPrice: '18' }, (product) => price(product) === 18, 4],
    [{ minPrice: '0', maxPrice: '0' }, () => false, 0],
    [{ minPrice: 0 }, () => true, 77],
    [{ minPrice: '20', maxPrice: '10' }, () => false, 0],
    [{ minPrice: '999999999999999' }, () => false, 0],
    [{ discontinued: true }, ({ discontinued }) => discontinued, 10],
    [{ discontinued: false }, ({ discontinued }) => !discontinued, 67],
    [
      { search: 'a', categoryId: '1', minPrice: '4', maxPrice: '18', discontinued: false },
      (product) =>
        named(/a/i)(product) && product.category.id === '1' && price(product) >= 4 && price(product) <= 18 && !product.discontinued,
      5,
    ],
  ])('%o lets through just what fits', async (filter, condition, count) => {
    const { nodes, totalCount } = await read(filter);
    expect(nodes).toEqual(all.filter(condition));
    expect(totalCount).toBe(count);
    expect(nodes).toHaveLength(count);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a price that is no number', { minPrice: 'cheap' }],
    ['a price in another notation', { maxPrice: '1e3' }],
    ['a price with a comma', { maxPrice: '1,000' }],
    ['a price below 0', { minPrice: '-0.01' }],
    ['a highest price below 0', { maxPrice: '-1' }],
    ['a character that no name has', { search: 'Ch\0ai' }],
    ['a field that it does not have', { name: 'Chai' }],
  ])('is refused with %s', async (_name, filter) => {
    const { data, errors } = await ask({ filter });
    expect(data?.products ?? null).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it.each(['"cheap"', 'true', '"-0.01"'])('is refused with minPrice: %s in the document as it is in a variable', async (literal) => {
    const { errors } = await subgraph.execute({ document: `{ products(filter: { minPrice: ${literal} }) { totalCount } }` });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it('is refused with more words than a name can have', async () => {
    const { errors } = await ask({ filter: { search: 'a '.repeat(40_000) } });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it('is bound into the cursor', async () => {
    const document = '{ products(first: 1, filter: { discontinued: false }) { pageInfo { endCursor } } }';
    const { data } = await subgraph.execute({ document });
    const after = data?.products.pageInfo.endCursor;
    expect((await ask({ after, filter: { discontinued: false } })).data?.products.nodes).toHaveLength(66);
    for (const filter of [null, { discontinued: true }, { discontinued: false, categoryId: '1' }]) {
      expect((await ask({ after, filter })).errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
    }
  });
});
