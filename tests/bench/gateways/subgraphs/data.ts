// The data of the four subgraphs: the public benchmark's, word by word, and 2,000 items that differ in every field.

const texts = {
  lorem:
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.',
  sed: 'Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam, eaque ipsa quae ab illo inventore veritatis et quasi architecto beatae vitae dicta sunt explicabo. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugi',
  quia: 'sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Neque porro quisquam est, qui dolorem ipsum quia dolor sit amet, consectetur, adipisci velit, sed quia non numquam eius modi tempora incidunt ut labore et dolore magnam aliquam quaerat voluptatem.',
  enim: 'Ut enim ad minima veniam, quis nostrum exercitationem ullam corporis suscipit laboriosam, nisi ut aliquid ex ea commodi consequatur? Quis autem',
  vero: 'At vero eos et accusamus et iusto odio dignissimos ducimus qui blanditiis praesentium voluptatum deleniti atque corrupti quos dolores et quas molestias excepturi sint occaecati cupiditate non provident, similique sunt in culpa qui officia deserunt mollitia animi, id est laborum et dolorum fuga. Et harum quidem rerum facilis est et expedita distinctio. Nam libero tempore, cum soluta nobis est eligendi optio cumque nihil impedit quo minus id quod maxime placeat facere possimus, omnis voluptas assumenda est, omnis dolor repellendus. Temporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Itaque earum rerum hic tenetur a sapiente delectus, ut aut reiciendis voluptatibus maiores alias consequatur aut perferendis doloribus asperiores repellat.',
};

export const users = [
  ['Uri Goldshtein', 'urigo'],
  ['Dotan Simha', 'dotansimha'],
  ['Kamil Kisiela', 'kamilkisiela'],
  ['Arda Tanrikulu', 'ardatan'],
  ['Gil Gardosh', 'gilgardosh'],
  ['Laurin Quast', 'laurin'],
].map(([name, username], index) => ({ id: String(index + 1), name, username, birthday: 1234567890 }));

const productRows: readonly (readonly [name: string, price: number, weight: number, inStock: boolean])[] = [
  ['Table', 899, 100, true],
  ['Couch', 1299, 1000, false],
  ['Glass', 15, 20, false],
  ['Chair', 499, 100, false],
  ['TV', 1299, 1000, true],
  ['Lamp', 6999, 300, true],
  ['Grill', 3999, 2000, true],
  ['Fridge', 100000, 6000, false],
  ['Sofa', 9999, 800, true],
];

export const products = productRows.map(([name, price, weight, inStock], index) => ({
  upc: String(index + 1),
  name,
  price,
  weight,
  inStock,
}));

const reviewRows: readonly (readonly [text: keyof typeof texts, upc: number])[] = [
  ['lorem', 1],
  ['sed', 1],
  ['quia', 1],
  ['enim', 1],
  ['lorem', 2],
  ['sed', 2],
  ['quia', 2],
  ['enim', 2],
  ['enim', 3],
  ['enim', 4],
  ['vero', 4],
];

export const reviews = reviewRows.map(([text, upc], index) => ({
  id: String(index + 1),
  body: texts[text],
  product: { __typename: 'Product', upc: String(upc) },
}));

const itemCount = 2_000;

/** Distinct in id, name, price, quantity, shelf and headline, so that nothing can be shared between two of them. */
export const items = Array.from({ length: itemCount }, (_unused, index) => ({
  id: `item-${String(index + 1).padStart(5, '0')}`,
  name: `Item number ${index + 1} of the catalogue`,
  price: 100 + index * 7,
  weight: 10 + ((index * 13) % 997),
  quantity: index * 3,
  shelf: `Aisle ${index % 40}, shelf ${index}`,
  rating: 1 + ((index * 37) % 4_000) / 1_000,
  headline: `What buyers say about number ${index + 1}: ${((index * 7_919) % 100_003).toString(36)}`,
}));
