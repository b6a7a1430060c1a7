// Reading products: one, lists with their filters, orders and cursors, and price histories.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

const ask = (document: string, variables: Record<string, unknown> = {}, as = 'anonymous') => subgraph.execute({ document, variables, as });

const listDocument = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: ProductFilter, $sort: ProductSort) {
  products(first: $first, after: $after, last: $last, before: $before, filter: $filter, sort: $sort) {
    nodes { id name discontinued unitPrice { amount } category { id } supplier { id } } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`;

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly discontinued: boolean;
  readonly unitPrice: { readonly amount: string };
  readonly category: { readonly id: string };
  readonly supplier: { readonly id: string };
}

interface Page {
  readonly nodes: readonly Listed[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

async function read(variables: Record<string, unknown> = {}): Promise<Page> {
  const { data, errors } = await ask(listDocument, variables);
  expect(errors).toBeUndefined();
  return data?.products;
}

const idsOf = ({ nodes }: Pick<Page, 'nodes'>) => nodes.map(({ id }) => id);
const codesOf = async (variables: Record<string, unknown>) => {
  const { data, errors } = await ask(listDocument, variables);
  return { data, codes: errors?.map(({ extensions }) => extensions.code) };
};

const all = (await read({ first: 100 })).nodes;
const { compare } = new Intl.Collator('und');
const cents = ({ unitPrice }: Listed) => Math.round(Number(unitPrice.amount) * 100);
const byId = (a: Listed, b: Listed) => Number(a.id) - Number(b.id);

/** The orders, computed here: every one ends with the id. */
const orders: Record<string, (a: Listed, b: Listed) => number> = {
  NAME_ASC: (a, b) => compare(a.name, b.name) || byId(a, b),
  NAME_DESC: (a, b) => compare(b.name, a.name) || byId(a, b),
  PRICE_ASC: (a, b) => cents(a) - cents(b) || byId(a, b),
  PRICE_DESC: (a, b) => cents(b) - cents(a) || byId(a, b),
};

describe('product', () => {
  it('is null without an error when there is none', async () => {
    expect(
      await ask('{ a: product(id: "9999") { id } b: product(id: "x") { id } c: product(id: "") { id } d: product(id: "2") { name } }'),
    ).toEqual({
      data: { a: null, b: null, c: null, d: { name: 'Chang' } },
    });
  });

  it('is read once however often it is asked for', async () => {
    await ask('{ a: product(id: "1") { name } b: product(id: "1") { version } c: product(id: "2") { category { name } } }');
    expect(subgraph.statements()).toBe(2);
  });
});

describe('priceHistory', () => {
  it.each([-1, 101])('refuses %i prices', async (first) => {
    const { data, errors } = await ask('query ($first: Int) { product(id: "1") { id priceHistory(first: $first) { changedAt } } }', {
      first,
    });
    expect(data).toEqual({ product: { id: '1', priceHistory: null } });
    expect(errors).toMatchObject([{ path: ['product', 'priceHistory'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('gives as many as asked for, 20 unless told', async () => {
    const document =
      '{ product(id: "1") { none: priceHistory(first: 0) { changedAt } null: priceHistory(first: null) { changedAt } most: priceHistory(first: 100) { changedAt } } }';
    const first = [{ changedAt: '1996-07-01T00:00:00.000Z' }];
    expect(await ask(document)).toEqual({ data: { product: { none: [], null: first, most: first } } });
  });
});

describe('the order of products', () => {
  it('is by name unless told, and counts all 77', async () => {
    const { nodes, totalCount, pageInfo } = await read();
    expect(nodes.slice(0, 3).map(({ name }) => name)).toEqual(['Alice Mutton', 'Aniseed Syrup', 'Boston Crab Meat']);
    expect({ size: nodes.length, totalCount, pageInfo }).toMatchObject({
      size: 20,
      totalCount: 77,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(idsOf(await read({ sort: null }))).toEqual(idsOf({ nodes }));
  });

  it.each(Object.entries(orders))('%s: the same from both ends, in pages of any size', async (sort, compareTwo) => {
    const expected = idsOf({ nodes: [...all].sort(compareTwo) });
    expect(idsOf(await read({ first: 100, sort }))).toEqual(expected);
    for (const size of [1, 7, 77]) {
      expect(await walk({ sort }, size)).toEqual(expected);
      expect(await walkBack({ sort }, size)).toEqual(expected);
    }
  });
});

/** Reads the list from the front, and checks what each page says of its place. */
async function walk(variables: Record<string, unknown>, size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await read({ ...variables, first: size, after });
    expect(page.pageInfo).toEqual(
      placeOf(page, { hasPreviousPage: after !== null, hasNextPage: ids.length + page.nodes.length < page.totalCount }),
    );
    ids.push(...idsOf(page));
    if (!page.pageInfo.hasNextPage) return ids;
    after = page.pageInfo.endCursor;
  }
}

async function walkBack(variables: Record<string, unknown>, size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | null = null; ; ) {
    const page = await read({ ...variables, last: size, before });
    expect(page.pageInfo).toEqual(
      placeOf(page, { hasNextPage: before !== null, hasPreviousPage: ids.length + page.nodes.length < page.totalCount }),
    );
    ids.unshift(...idsOf(page));
    if (!page.pageInfo.hasPreviousPage) return ids;
    before = page.pageInfo.startCursor;
  }
}

const placeOf = ({ edges }: Page, sides: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }) => ({
  ...sides,
  startCursor: edges.at(0)?.cursor ?? null,
  endCursor: edges.at(-1)?.cursor ?? null,
});

describe('pages', () => {
  const sides = (page: Page) => ({ ids: idsOf(page), next: page.pageInfo.hasNextPage, previous: page.pageInfo.hasPreviousPage });

  it('lie between two cursors, read from either end', async () => {
    const { edges } = await read({ first: 10 });
    const ids = edges.map(({ node }) => node.id);
    const window = { after: edges[1]?.cursor, before: edges[6]?.cursor };
    expect(sides(await read(window))).toEqual({ ids: ids.slice(2, 6), next: true, previous: true });
    expect(sides(await read({ ...window, first: 2 }))).toEqual({ ids: ids.slice(2, 4), next: true, previous: true });
    expect(sides(await read({ ...window, last: 2 }))).toEqual({ ids: ids.slice(4, 6), next: true, previous: true });
    expect(sides(await read({ after: window.before, before: window.after }))).toEqual({ ids: [], next: true, previous: true });
  });

  it('of 0 items are empty and still say what lies around them', async () => {
    const empty = { nodes: [], edges: [], totalCount: 77 };
    const nowhere = { startCursor: null, endCursor: null };
    expect(await read({ first: 0 })).toEqual({ ...empty, pageInfo: { hasNextPage: true, hasPreviousPage: false, ...nowhere } });
    expect(await read({ last: 0 })).toEqual({ ...empty, pageInfo: { hasNextPage: false, hasPreviousPage: true, ...nowhere } });
  });

  it('do not shift when a product is added in front', async () => {
    const first = await read({ first: 5 });
    const input = { name: 'AAA', unitPrice: '1', categoryId: '1', supplierId: '1' };
    const made = await ask(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } } }',
      { input },
      'manager',
    );
    const second = await read({ first: 5, after: first.pageInfo.endCursor });
    expect(idsOf(second)).toEqual(idsOf({ nodes: all }).slice(5, 10));
    expect(idsOf(await read({ last: 10, before: second.edges[0]?.cursor }))).toEqual([
      made.data?.createProduct.product.id,
      ...idsOf(first),
    ]);
    const { client } = subgraph.service.database;
    await client.$executeRaw(sql`DELETE FROM "PriceChange" WHERE "productId" > 77`);
    await client.$executeRaw(sql`DELETE FROM "Product" WHERE "id" > 77`);
  });

  it('cost a statement for rows, one for totalCount, one for the side that a cursor cuts off: each only when asked for', async () => {
    const { pageInfo } = await read({ first: 5 });
    const statementsOf = async (selection: string, after: string | null = null) => {
      const { errors } = await ask(`query ($after: String) { products(first: 10, after: $after) { ${selection} } }`, { after });
      expect(errors).toBeUndefined();
      return subgraph.statements();
    };
    expect(await statementsOf('__typename')).toBe(0);
    expect(
      await statementsOf('nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'),
    ).toBe(1);
    expect(await statementsOf('totalCount')).toBe(1);
    expect(await statementsOf('nodes { id } totalCount')).toBe(2);
    expect(await statementsOf('nodes { id } pageInfo { hasNextPage }', pageInfo.endCursor)).toBe(1);
    expect(await statementsOf('nodes { id } pageInfo { hasPreviousPage }', pageInfo.endCursor)).toBe(2);
    expect(await statementsOf('nodes { id category { name } supplier { companyName } }')).toBe(3);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ last: 101 }, 'BAD_USER_INPUT'],
    [{ last: -1 }, 'BAD_USER_INPUT'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT'],
    [{ after: '' }, 'INVALID_CURSOR'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
    [{ before: 'bm90IGpzb24' }, 'INVALID_CURSOR'],
  ])('refuse %o', async (variables, code) => {
    expect(await codesOf(variables)).toEqual({ data: { products: null }, codes: [code] });
  });

  it('refuse the cursor of another list', async () => {
    const cursorOf = async (document: string) => {
      const { data } = await ask(document);
      return Object.values(data ?? {})[0];
    };
    const edge = 'edges { cursor }';
    const category = await cursorOf(`{ category(id: "1") { products(first: 1) { ${edge} } } }`);
    const others = [
      (await cursorOf(`{ products(first: 1, sort: PRICE_ASC) { ${edge} } }`)).edges[0].cursor,
      (await cursorOf(`{ products(first: 1, filter: { categoryId: "1" }) { ${edge} } }`)).edges[0].cursor,
      (await cursorOf(`{ suppliers(first: 1) { ${edge} } }`)).edges[0].cursor,
      category.products.edges[0].cursor,
    ];
    for (const after of others) expect(await codesOf({ after })).toEqual({ data: { products: null }, codes: ['INVALID_CURSOR'] });
    const own = (await read({ first: 1 })).pageInfo.endCursor;
    const elsewhere = 'query ($after: String) { category(id: "1") { products(after: $after) { nodes { id } } } }';
    expect((await ask(elsewhere, { after: own })).errors).toMatchObject([
      { path: ['category', 'products'], extensions: { code: 'INVALID_CURSOR' } },
    ]);
  });

  it('refuse a forged position', async () => {
    const { pageInfo } = await read({ first: 1 });
    const [binding] = JSON.parse(Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString());
    const forged = [[], ['Chai'], ['Chai', 'x'], ['Chai', 1], ['Ch\0ai', '1'], ['Chai', '99999999999'], ['Chai', '1', '1'], { length: 2 }];
    for (const position of forged) {
      const after = Buffer.from(JSON.stringify(Array.isArray(position) ? [binding, ...position] : position)).toString('base64url');
      expect(await codesOf({ after })).toEqual({ data: { products: null }, codes: ['INVALID_CURSOR'] });
    }
  });
});
