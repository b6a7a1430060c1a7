// Whether the page query's answer is what the source files say, so that speed is never measured on a wrong answer.
import { deepStrictEqual, ok } from 'node:assert/strict';
import { copiesOf, loadNorthwind, nameOfCopy } from '@tributary/northwind';
import type { Answer } from '@tributary/test-kit';

interface Node {
  readonly name: string;
  readonly unitPrice: { readonly amount: string };
  readonly category: { readonly name: string };
  readonly supplier: { readonly companyName: string };
  readonly availability: string;
  readonly rating: { readonly average: number | null; readonly count: number };
  readonly reviews: { readonly nodes: readonly { readonly author: { readonly displayName: string } | null }[] };
}

/** @throws {AssertionError} naming what differs. */
export function checkPage(data: Answer['data'], scale: number): void {
  const { products, categories, suppliers } = loadNorthwind();
  const nodes: Node[] = data?.['products'].nodes ?? [];
  const collator = new Intl.Collator('und');
  const expected = [...copiesOf(products, scale, (product, copy) => ({ product, copy, name: nameOfCopy(copy, product.name) }))]
    .sort((a, b) => collator.compare(a.name, b.name))
    .slice(0, nodes.length);
  deepStrictEqual(
    nodes.map(({ name, unitPrice, category, supplier }) => [name, unitPrice.amount, category.name, supplier.companyName]),
    expected.map(({ product, copy, name }) => [
      name,
      Number(product.unitPrice).toFixed(2),
      categories.find(({ id }) => id === product.categoryId)?.name,
      nameOfCopy(copy, suppliers.find(({ id }) => id === product.supplierId)?.companyName ?? ''),
    ]),
  );
  for (const { name, availability, rating, reviews } of nodes) {
    ok(['IN_STOCK', 'LOW_STOCK', 'OUT_OF_STOCK', 'DISCONTINUED'].includes(availability), `${name} has no availability`);
    ok(reviews.nodes.length === Math.min(3, rating.count), `${name} has ${rating.count} reviews and shows ${reviews.nodes.length}`);
    ok(
      reviews.nodes.every(({ author }) => author !== null),
      `a review of ${name} has no author`,
    );
  }
}
