// Categories and suppliers: their lists, their products, and how they are added.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

const ask = (document: string, variables: Record<string, unknown> = {}, as = 'manager') => subgraph.execute({ document, variables, as });

const userErrors = 'userErrors { code message path }';
const createCategory = (input: Record<string, unknown>) =>
  ask(
    `mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { category { id name description products { totalCount } } ${userErrors} } }`,
    { input },
  );
const createSupplier = (input: Record<string, unknown>) =>
  ask(
    `mutation ($input: CreateSupplierInput!) { createSupplier(input: $input) { supplier { id companyName contactName phone address { city country } } ${userErrors} } }`,
    { input },
  );

describe('categories', () => {
  it('come by name, all at once', async () => {
    const names = ['Beverages', 'Condiments', 'Confections', 'Dairy Products', 'Grains/Cereals', 'Meat/Poultry', 'Produce', 'Seafood'];
    expect(await ask('{ categories { id name } }')).toEqual({
      data: { categories: names.map((name, index) => ({ id: String(index + 1), name })) },
    });
  });

  it('have their products by name: one statement for all of them, one more for the counts', async () => {
    const { data } = await ask('{ categories { id products(first: 100) { nodes { name category { id } } totalCount } } }');
    expect(subgraph.statements()).toBe(4); // and one for the categories of the products
    const { compare } = new Intl.Collator('und');
    const sizes = data?.categories.map(
      ({ id, products }: { id: string; products: { nodes: { name: string; category: { id: string } }[]; totalCount: number } }) => {
        const names = products.nodes.map(({ name }) => name);
        expect(names).toEqual(names.toSorted(compare));
        expect(new Set(products.nodes.map(({ category }) => category.id))).toEqual(new Set([id]));
        expect(products.totalCount).toBe(names.length);
        return names.length;
      },
    );
    expect(sizes).toEqual([12, 12, 13, 10, 7, 6, 5, 12]);
  });

  it('give their products page by page, each with cursors of its own', async () => {
    const document = `query ($id: ID!, $first: Int, $after: String) { category(id: $id) { products(first: $first, after: $after) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
    const pages: string[][] = [];
    for (let after: string | null = null; ; ) {
      const { data } = await ask(document, { id: '5', first: 3, after });
      const { nodes, pageInfo } = data?.category.products;
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      pages.push(nodes.map(({ id }: { id: string }) => id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    expect(pages).toEqual([['52', '56', '22'], ['57', '42', '23'], ['64']]);
    const { data } = await ask(document, { id: '5', first: 1 });
    const foreign = await ask(document, { id: '6', after: data?.category.products.pageInfo.endCursor });
    expect(foreign.errors).toMatchObject([{ path: ['category', 'products'], extensions: { code: 'INVALID_CURSOR' } }]);
  });

  it.each([{ first: 101 }, { first: -1 }])('refuse %o of their products', async ({ first }) => {
    const { data, errors } = await ask('query ($first: Int) { category(id: "1") { id products(first: $first) { totalCount } } }', {
      first,
    });
    expect(data).toEqual({ category: { id: '1', products: null } });
    expect(errors).toMatchObject([{ path: ['category', 'products'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('createCategory', () => {
  const made = (id: string, name: string, description: string | null) => ({
    data: { createCategory: { category: { id, name, description, products: { totalCount: 0 } }, userErrors: [] } },
  });
  const refused = (code: string, message: string, path: string) => ({
    data: { createCategory: { category: null, userErrors: [{ code, message, path: [path] }] } },
  });

  it('continues the numbering; the description may be absent', async () => {
    expect(await createCategory({ name: ' Tea ', description: 'Leaves' })).toEqual(made('9', 'Tea', 'Leaves'));
    expect(await createCategory({ name: 'Coffee' })).toEqual(made('10', 'Coffee', null));
    const { data } = await ask('{ categories { name } }');
    expect(data?.categories.at(1)).toEqual({ name: 'Coffee' });
  });

  it('refuses a name that is taken, of two at the same time too', async () => {
    const taken = refused('ALREADY_EXISTS', 'There is a category of this name.', 'name');
    expect(await createCategory({ name: 'Seafood' })).toEqual(taken);
    const answers = await Promise.all(Array.from({ length: 5 }, () => createCategory({ name: 'Spices' })));
    expect(answers.filter(({ data }) => data?.createCategory.category !== null)).toHaveLength(1);
    expect(answers.filter(({ data }) => data?.createCategory.category === null)).toEqual(Array(4).fill(taken));
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['an empty name', { name: ' ' }, 'Give the category a name.', 'name'],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, 'A name has at most 200 characters.', 'name'],
    ['a name that no database takes', { name: 'a\0b' }, 'This is text without U+0000.', 'name'],
    [
      'a description of 2,001 characters',
      { name: 'Long', description: 'x'.repeat(2_001) },
      'This has at most 2,000 characters.',
      'description',
    ],
  ])('refuses %s', async (_name, input, message, path) => {
    expect(await createCategory(input)).toEqual(refused('INVALID_INPUT', message, path));
  });
});

describe('suppliers', () => {
  const document = `query ($first: Int, $after: String, $last: Int, $before: String) { suppliers(first: $first, after: $after, last: $last, before: $before) {
    nodes { id companyName } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`;
  interface Page {
    readonly nodes: readonly { readonly id: string; readonly companyName: string }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string;
      readonly endCursor: string;
    };
    readonly totalCount: number;
  }
  const read = async (variables: Record<string, unknown>): Promise<Page> => (await ask(document, variables, 'anonymous')).data?.suppliers;

  it('come by company name, from both ends', async () => {
    const all = await read({ first: 100 });
    const names = all.nodes.map(({ companyName }) => companyName);
    expect(names).toEqual(names.toSorted(new Intl.Collator('und').compare));
    expect([all.totalCount, names.length]).toEqual([29, 29]);
    expect(subgraph.statements()).toBe(2);
    const forward = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo } = await read({ first: 10, after });
      forward.push(...nodes);
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    const backward = [];
    for (let before: string | null = null; ; ) {
      const { nodes, pageInfo } = await read({ last: 10, before });
      backward.unshift(...nodes);
      before = pageInfo.startCursor;
      if (!pageInfo.hasPreviousPage) break;
    }
    expect(forward).toEqual(all.nodes);
    expect(backward).toEqual(all.nodes);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ last: -1 }, 'BAD_USER_INPUT'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT'],
    [{ before: 'x' }, 'INVALID_CURSOR'],
  ])('cannot be read with %o', async (variables, code) => {
    const { data, errors } = await ask(document, variables);
    expect(data).toEqual({ suppliers: null });
    expect(errors).toMatchObject([{ path: ['suppliers'], extensions: { code } }]);
  });

  it('cost as many statements for 25 as for 1, their products included', async () => {
    const counts = [];
    for (const first of [1, 10, 25]) {
      await ask(`{ suppliers(first: ${first}) { nodes { companyName products(first: 2) { totalCount nodes { name } } } } }`);
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([3, 3, 3]);
  });
});

describe('createSupplier', () => {
  const nowhere = { city: null, country: null };

  it('continues the numbering; contact and phone may be absent', async () => {
    const uji = { id: '30', companyName: 'Uji', contactName: 'Sen', phone: '1', address: nowhere };
    expect(await createSupplier({ companyName: ' Uji ', contactName: 'Sen', phone: '1' })).toEqual({
      data: { createSupplier: { supplier: uji, userErrors: [] } },
    });
    const other = { id: '31', companyName: 'Uji', contactName: null, phone: null, address: nowhere };
    expect(await createSupplier({ companyName: 'Uji' })).toEqual({ data: { createSupplier: { supplier: other, userErrors: [] } } });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['an empty name', { companyName: '' }, 'Give the supplier a name.', 'companyName'],
    ['a name of 201 characters', { companyName: 'x'.repeat(201) }, 'A name has at most 200 characters.', 'companyName'],
    ['a name that no database takes', { companyName: '\0' }, 'This is text without U+0000.', 'companyName'],
    [
      'a contact of 2,001 characters',
      { companyName: 'a', contactName: 'x'.repeat(2_001) },
      'This has at most 2,000 characters.',
      'contactName',
    ],
    ['a phone of 2,001 characters', { companyName: 'a', phone: '1'.repeat(2_001) }, 'This has at most 2,000 characters.', 'phone'],
  ])('refuses %s', async (_name, input, message, path) => {
    expect(await createSupplier(input)).toEqual({
      data: { createSupplier: { supplier: null, userErrors: [{ code: 'INVALID_INPUT', message, path: [path] }] } },
    });
  });
});
