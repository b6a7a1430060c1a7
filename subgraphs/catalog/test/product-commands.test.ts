// The commands on products: what takes effect, what is refused, and what becomes of prices and versions.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

type Input = Record<string, unknown>;

const ask = (document: string, variables: Input = {}, as = 'manager') => subgraph.execute({ document, variables, as });

const selection = `product { id version name quantityPerUnit unitPrice { amount currency } discontinued category { id } supplier { id }
  priceHistory { price { amount } } } userErrors { code message path }`;
const command = (field: string, type: string) => (input: Input) =>
  ask(`mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`, { input });

const createProduct = command('createProduct', 'CreateProductInput');
const updateProduct = command('updateProduct', 'UpdateProductInput');
const changePrice = command('changePrice', 'ChangePriceInput');
const discontinueProduct = command('discontinueProduct', 'DiscontinueProductInput');

interface State {
  readonly version: number;
  readonly name: string;
  readonly quantityPerUnit: string | null;
  readonly amount: string;
  readonly discontinued: boolean;
  readonly categoryId: string;
  readonly supplierId: string;
  /** The prices, the newest first. */
  readonly history: readonly string[];
}

const productOf = (id: string, { amount, categoryId, supplierId, history, ...rest }: State) => ({
  id,
  ...rest,
  unitPrice: { amount, currency: 'USD' },
  category: { id: categoryId },
  supplier: { id: supplierId },
  priceHistory: history.map((price) => ({ price: { amount: price } })),
});

const tookEffect = (field: string, id: string, state: State) => ({ data: { [field]: { product: productOf(id, state), userErrors: [] } } });
const refused = (field: string, code: string, message: string, ...path: string[]) => ({
  data: { [field]: { product: null, userErrors: [{ code, message, path }] } },
});

const sirop: State = {
  version: 1,
  name: "Sirop d'érable",
  quantityPerUnit: '24 - 500 ml bottles',
  amount: '28.50',
  discontinued: false,
  categoryId: '2',
  supplierId: '29',
  history: ['28.50'],
};
const newTea = { name: 'Sencha', quantityPerUnit: '10 boxes', unitPrice: '12.30', categoryId: '1', supplierId: '4' };

async function updatedAt(id: string): Promise<string> {
  const { data } = await ask('query ($id: ID!) { product(id: $id) { updatedAt } }', { id });
  return data?.product.updatedAt;
}

describe('createProduct', () => {
  it('continues the numbering, and starts the price history with the time of making', async () => {
    const made = {
      version: 1,
      name: 'Sencha',
      quantityPerUnit: '10 boxes',
      amount: '12.30',
      discontinued: false,
      categoryId: '1',
      supplierId: '4',
      history: ['12.30'],
    };
    expect(await createProduct({ ...newTea, name: '  Sencha ' })).toEqual(tookEffect('createProduct', '78', made));
    const { data } = await ask('{ product(id: "78") { updatedAt priceHistory { changedAt } } }');
    expect(data?.product.priceHistory).toEqual([{ changedAt: data?.product.updatedAt }]);
  });

  it('needs no packing, and shares a name with others', async () => {
    const { quantityPerUnit: _, ...rest } = newTea;
    const made = {
      version: 1,
      name: 'Sencha',
      quantityPerUnit: null,
      amount: '12.30',
      discontinued: false,
      categoryId: '1',
      supplierId: '4',
      history: ['12.30'],
    };
    expect(await createProduct(rest)).toEqual(tookEffect('createProduct', '79', made));
  });

  it('says everything that is wrong at once', async () => {
    const { data } = await createProduct({ ...newTea, name: ' ', unitPrice: '0', quantityPerUnit: 'x'.repeat(2_001) });
    expect(data?.createProduct.userErrors).toEqual([
      { code: 'INVALID_INPUT', message: 'Give the product a name.', path: ['name'] },
      { code: 'INVALID_INPUT', message: 'This has at most 2,000 characters.', path: ['quantityPerUnit'] },
      { code: 'INVALID_PRICE', message: 'A price has at most two decimals and lies between 0.01 and 9,999,999.99.', path: ['unitPrice'] },
    ]);
    const unknown = await createProduct({ ...newTea, categoryId: '99', supplierId: 'x' });
    expect(unknown.data?.createProduct).toEqual({
      product: null,
      userErrors: [
        { code: 'NOT_FOUND', message: 'There is no such category.', path: ['categoryId'] },
        { code: 'NOT_FOUND', message: 'There is no such supplier.', path: ['supplierId'] },
      ],
    });
  });

  it.each<[string, Input, string, string, string]>([
    ['a name of 201 characters', { name: 'x'.repeat(201) }, 'INVALID_INPUT', 'A name has at most 200 characters.', 'name'],
    ['a name that no database takes', { name: 'Sen\0cha' }, 'INVALID_INPUT', 'This is text without U+0000.', 'name'],
    ['a packing that no database takes', { quantityPerUnit: '\0' }, 'INVALID_INPUT', 'This is text without U+0000.', 'quantityPerUnit'],
    ['an unknown category', { categoryId: '0' }, 'NOT_FOUND', 'There is no such category.', 'categoryId'],
    ['an unknown supplier', { supplierId: '99999999999' }, 'NOT_FOUND', 'There is no such supplier.', 'supplierId'],
  ])('refuses %s', async (_name, wrong, code, message, field) => {
    expect(await createProduct({ ...newTea, ...wrong })).toEqual(refused('createProduct', code, message, field));
  });

  it('adds nothing when it is refused', async () => {
    expect(await ask('{ products { totalCount } }')).toEqual({ data: { products: { totalCount: 79 } } });
  });
});

describe('a price in a command', () => {
  it.each<[unknown, string]>([
    ['0.01', '0.01'],
    ['9999999.99', '9999999.99'],
    ['18', '18.00'],
    ['18.5', '18.50'],
    [18.5, '18.50'],
    [7, '7.00'],
    ['0.10', '0.10'],
  ])('%o becomes %s, exactly', async (unitPrice, amount) => {
    const { data } = await changePrice({ id: '40', unitPrice });
    expect(data?.changePrice.product.unitPrice).toEqual({ amount, currency: 'USD' });
  });

  it.each([
    '0',
    '0.00',
    '-1',
    '-0.01',
    '0.001',
    '18.005',
    '18.500',
    '10000000',
    '9999999.991',
    '9999999.999',
    '999999999999999',
    0,
    18.005,
  ])('%o is refused, not rounded', async (unitPrice) => {
    const message = 'A price has at most two decimals and lies between 0.01 and 9,999,999.99.';
    expect(await changePrice({ id: '41', unitPrice })).toEqual(refused('changePrice', 'INVALID_PRICE', message, 'unitPrice'));
    expect(await ask('{ product(id: "41") { version unitPrice { amount } } }')).toEqual({
      data: { product: { version: 1, unitPrice: { amount: '9.65' } } },
    });
  });

  it.each(['', ' 1', '1,50', '$5', '1e2', 'NaN', '1.', '.5', '+1', null, true, 1e-7])(
    '%o is no decimal: BAD_USER_INPUT',
    async (unitPrice) => {
      const { errors } = await changePrice({ id: '41', unitPrice });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});

describe('updateProduct', () => {
  it('changes what is given, clears what is null, and leaves the rest', async () => {
    const before = await updatedAt('61');
    const renamed = { ...sirop, version: 2, name: 'Maple syrup', quantityPerUnit: null };
    expect(await updateProduct({ id: '61', name: ' Maple syrup', quantityPerUnit: null })).toEqual(
      tookEffect('updateProduct', '61', renamed),
    );
    const moved = { ...renamed, version: 3, categoryId: '3', supplierId: '1' };
    expect(await updateProduct({ id: '61', categoryId: '3', supplierId: '1' })).toEqual(tookEffect('updateProduct', '61', moved));
    expect(Date.parse(await updatedAt('61'))).toBeGreaterThan(Date.parse(before));
    const { data } = await ask(
      '{ category(id: "3") { products(first: 100) { nodes { id } } } supplier(id: "1") { products(first: 100) { nodes { id } } } }',
    );
    expect(data?.category.products.nodes).toContainEqual({ id: '61' });
    expect(data?.supplier.products.nodes).toContainEqual({ id: '61' });
  });

  it('without a change leaves version and time', async () => {
    const chang = {
      version: 1,
      name: 'Chang',
      quantityPerUnit: '24 - 12 oz bottles',
      amount: '19.00',
      discontinued: true,
      categoryId: '1',
      supplierId: '1',
      history: ['19.00'],
    };
    const before = await updatedAt('2');
    expect(await updateProduct({ id: '2', expectedVersion: 1 })).toEqual(tookEffect('updateProduct', '2', chang));
    expect(await updatedAt('2')).toBe(before);
  });

  it.each<[Input, string, string, string]>([
    [{ name: null }, 'REQUIRED', 'A product needs a name.', 'name'],
    [{ categoryId: null }, 'REQUIRED', 'A product needs a category.', 'categoryId'],
    [{ supplierId: null }, 'REQUIRED', 'A product needs a supplier.', 'supplierId'],
    [{ name: '' }, 'INVALID_INPUT', 'Give the product a name.', 'name'],
    [{ name: 'a\0b' }, 'INVALID_INPUT', 'This is text without U+0000.', 'name'],
    [{ categoryId: '9' }, 'NOT_FOUND', 'There is no such category.', 'categoryId'],
    [{ supplierId: '30' }, 'NOT_FOUND', 'There is no such supplier.', 'supplierId'],
  ])('refuses %o, and writes nothing', async (wrong, code, message, field) => {
    expect(await updateProduct({ id: '3', quantityPerUnit: 'changed', ...wrong })).toEqual(refused('updateProduct', code, message, field));
    expect(await ask('{ product(id: "3") { version quantityPerUnit } }')).toEqual({
      data: { product: { version: 1, quantityPerUnit: '12 - 550 ml bottles' } },
    });
  });
});

describe('changePrice', () => {
  const tea: State = {
    version: 1,
    name: 'Tofu',
    quantityPerUnit: '40 - 100 g pkgs.',
    amount: '23.25',
    discontinued: false,
    categoryId: '7',
    supplierId: '6',
    history: ['23.25'],
  };

  it('keeps the old price in the history, and grows the version', async () => {
    const dearer = { ...tea, version: 2, amount: '25.00', history: ['25.00', '23.25'] };
    expect(await changePrice({ id: '14', unitPrice: '25' })).toEqual(tookEffect('changePrice', '14', dearer));
    const back = { ...tea, version: 3, history: ['23.25', '25.00', '23.25'] };
    expect(await changePrice({ id: '14', expectedVersion: 2, unitPrice: '23.25' })).toEqual(tookEffect('changePrice', '14', back));
    expect(await changePrice({ id: '14', unitPrice: '23.25' })).toEqual(tookEffect('changePrice', '14', back)); // it has this price already
  });

  it('is what the next readers see, and only the newest when they ask for one', async () => {
    const document = '{ product(id: "14") { unitPrice { amount } priceHistory(first: 1) { price { amount } } } }';
    expect(await ask(document)).toEqual({
      data: { product: { unitPrice: { amount: '23.25' }, priceHistory: [{ price: { amount: '23.25' } }] } },
    });
  });

  it('of twenty at the same time, loses none, and the newest in the history is the price', async () => {
    const prices = Array.from({ length: 20 }, (_, index) => `${index + 100}.00`);
    const answers = await Promise.all(prices.map((unitPrice) => changePrice({ id: '15', unitPrice })));
    const versions = answers.map(({ data }) => data?.changePrice.product.version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(prices.map((_, index) => index + 2));
    const { data } = await ask('{ product(id: "15") { version unitPrice { amount } priceHistory { price { amount } } } }');
    const history = data?.product.priceHistory.map(({ price }: { price: { amount: string } }) => price.amount);
    expect(history.toSorted()).toEqual(prices);
    expect(data?.product).toMatchObject({ version: 21, unitPrice: { amount: history[0] } });
  });

  it('twice in one request answers each time what is true then', async () => {
    const payload = 'product { version unitPrice { amount } priceHistory { price { amount } } }';
    const document = `mutation { a: changePrice(input: { id: "16", unitPrice: "1" }) { ${payload} } b: changePrice(input: { id: "16", unitPrice: "2" }) { ${payload} } }`;
    const state = (version: number, amount: string, ...history: string[]) => ({
      product: { version, unitPrice: { amount }, priceHistory: history.map((price) => ({ price: { amount: price } })) },
    });
    expect(await ask(document)).toEqual({ data: { a: state(2, '1.00', '1.00', '17.45'), b: state(3, '2.00', '2.00', '1.00', '17.45') } });
  });
});

describe('discontinueProduct', () => {
  it('ends the sale; a repeat changes nothing more', async () => {
    const ended = {
      version: 2,
      name: 'Konbu',
      quantityPerUnit: '2 kg box',
      amount: '6.00',
      discontinued: true,
      categoryId: '8',
      supplierId: '6',
      history: ['6.00'],
    };
    expect(await discontinueProduct({ id: '13' })).toEqual(tookEffect('discontinueProduct', '13', ended));
    const before = await updatedAt('13');
    expect(await discontinueProduct({ id: '13' })).toEqual(tookEffect('discontinueProduct', '13', ended));
    expect(await updatedAt('13')).toBe(before);
  });
});

describe('expectedVersion', () => {
  it('refuses a change of what has moved on', async () => {
    expect((await updateProduct({ id: '20', expectedVersion: 1, name: 'Marmalade' })).data?.updateProduct.product.version).toBe(2);
    for (const expectedVersion of [1, 3, 0, -1]) {
      const message = 'The product has version 2 by now.';
      const renamed = await updateProduct({ id: '20', expectedVersion, name: 'Jam' });
      expect(renamed).toEqual(refused('updateProduct', 'CONFLICT', message, 'expectedVersion'));
      expect(await changePrice({ id: '20', expectedVersion, unitPrice: '1' })).toEqual(
        refused('changePrice', 'CONFLICT', message, 'expectedVersion'),
      );
    }
    expect((await changePrice({ id: '20', expectedVersion: null, unitPrice: '80' })).data?.changePrice.product).toMatchObject({
      version: 3,
      name: 'Marmalade',
    });
  });

  it('lets one of ten at the same time through', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `Scones ${index}`);
    const answers = await Promise.all(names.map((name) => updateProduct({ id: '21', expectedVersion: 1, name })));
    const payloads = answers.map(({ data }) => data?.updateProduct);
    const [winner, ...others] = payloads.toSorted((a, b) => a.userErrors.length - b.userErrors.length);
    expect(others.map(({ userErrors }) => userErrors[0].code)).toEqual(Array(9).fill('CONFLICT'));
    expect(await ask('{ product(id: "21") { version name } }')).toEqual({ data: { product: { version: 2, name: winner.product.name } } });
  });
});

it.each(['0', '9999', 'x', '', '1.0', '99999999999'])('no command knows a product %o', async (id) => {
  const message = 'There is no such object, or you may not see it.';
  expect(await updateProduct({ id, name: 'x' })).toEqual(refused('updateProduct', 'NOT_FOUND', message, 'id'));
  expect(await changePrice({ id, unitPrice: '1' })).toEqual(refused('changePrice', 'NOT_FOUND', message, 'id'));
  expect(await discontinueProduct({ id })).toEqual(refused('discontinueProduct', 'NOT_FOUND', message, 'id'));
});
