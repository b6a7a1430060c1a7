// What applications send stays far below the default limit; what multiplies lists does not.
import { readFileSync } from 'node:fs';
import { costDirectivesOf } from '@tributary/executor';
import { createCostCompiler } from '@tributary/static-cost';
import { buildASTSchema, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { foundOperations, writtenOperations } from '../../../../tests/attack/corpus/honest.ts';
import { costLimitGroup } from './cost-settings.ts';

const supergraph = parse(readFileSync(new URL('../../../../supergraph.graphql', import.meta.url), 'utf8'));
// What clients see, and the few fields that they do not.
const schema = buildASTSchema(supergraph, { assumeValidSDL: true });
const { maximum, defaultListSize } = costLimitGroup.parse(undefined);
const compile = createCostCompiler(defaultListSize)({ schema, costs: costDirectivesOf(supergraph) });
const costOf = (text: string, variables = {}) => compile(text, null)(variables);

function costsIn(text: string): readonly number[] {
  const document = parse(text);
  if (validate(schema, document).length > 0) return [];
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => compile(text, ('name' in operation && operation.name?.value) || null)({}));
}

describe('the costs of our graph', () => {
  it('of honest operations are at most an eighth of the limit', { timeout: 30_000 }, () => {
    const costs = [...writtenOperations(), ...foundOperations()].flatMap(({ text }) => costsIn(text));
    expect(costs.length).toBeGreaterThanOrEqual(200);
    expect(Math.max(...costs)).toBeLessThan(maximum / 8);
  });

  it('of pages of pages of pages are above it, wherever the sizes come from', () => {
    const nested = (first: string) =>
      `{ customers(first: ${first}) { nodes { orders(first: ${first}) { nodes { lines { product { reviews(first: ${first}) { nodes { title } } } } } } } } }`;
    expect(costOf(nested('100'))).toBeGreaterThan(maximum);
    expect(costOf(`query ($n: Int) ${nested('$n')}`, { n: 100 })).toBeGreaterThan(maximum);
    expect(costOf(`query ($n: Int) ${nested('$n')}`, { n: 5 })).toBeLessThan(maximum);
    expect(costOf('{ products(first: 99999999) { nodes { id } } }')).toBeGreaterThan(maximum);
  });

  it('are known for every connection: none is of the default size', () => {
    const queries = ['products', 'suppliers', 'customers', 'users', 'orders', 'productsToReorder', 'reviewsToModerate'];
    for (const name of queries) expect(costOf(`{ ${name}(first: 3) { nodes { id } edges { cursor } } }`), name).toBe(1 + 2 * 3);
  });
});
