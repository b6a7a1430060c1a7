// The judge itself: answers that are as they should be, and every way in which they may not be.
import { describe, expect, it } from 'vitest';
import { judge, type Model } from './judge.ts';

const data = {
  products: {
    nodes: [
      { name: 'Chai', rating: { count: 1 }, availability: 'IN_STOCK' },
      { name: 'Chang', rating: null, availability: 'IN_STOCK' },
    ],
  },
};
/** Reviews has failed. */
const model: Model = {
  data,
  blamed: (place) => (place === 'products.nodes.*.rating' ? ['reviews'] : []),
  refusals: ['SERVICE_OVERLOADED'],
};
const error = (path: readonly unknown[], code = 'DOWNSTREAM_SERVICE_ERROR') => ({ message: 'No.', path, extensions: { code } });
const atRating = error(['products', 'nodes', 0, 'rating']);
const [chai, chang] = data.products.nodes;
const withoutRating = { products: { nodes: [{ ...chai, rating: null }, chang] } };
const judged = (answer: unknown, status = 200) => judge(model, status, JSON.stringify(answer));

describe('an answer', () => {
  it('that is what it was is right', () => expect(judged({ data })).toEqual({ kind: 'right' }));

  it('without the fields of what has failed, and with an error there, is partial', () => {
    const partial = { kind: 'partial', code: 'DOWNSTREAM_SERVICE_ERROR' };
    expect(judged({ data: withoutRating, errors: [atRating] })).toEqual(partial);
    expect(judged({ data: withoutRating, errors: [error(['products', 'nodes', 0, 'rating', 'count'])] })).toEqual(partial);
  });

  it('that is refused as it may be is refused', () =>
    expect(judged({ errors: [{ message: 'No.', extensions: { code: 'SERVICE_OVERLOADED' } }] }, 503)).toEqual({
      kind: 'refused',
      code: 'SERVICE_OVERLOADED',
    }));
});

it.each([
  ['is no JSON', () => judge(model, 200, '<h1>Hello</h1>')],
  ['is null', () => judged(null)],
  ['has another value', () => judged({ data: { products: { nodes: [{ ...chai, name: 'Tea' }, chang] } } })],
  ['has the items of a list in another order', () => judged({ data: { products: { nodes: [chang, chai] } } })],
  ['has an item too few', () => judged({ data: { products: { nodes: [chai] } } })],
  ['has an item too many', () => judged({ data: { products: { nodes: [chai, chang, chang] } } })],
  ['lacks a field', () => judged({ data: { products: { nodes: [{ name: 'Chai', rating: { count: 1 } }, chang] } } })],
  ['has a field too many', () => judged({ data: { ...data, more: 1 } })],
  ['has a list where an object was', () => judged({ data: { products: [] } })],
  ['has a value where null was', () => judged({ data: { products: { nodes: [chai, { ...chang, rating: { count: 1 } }] } } })],
  ['lacks what has failed without an error', () => judged({ data: withoutRating })],
  ['lacks what has not failed', () => judged({ data: { products: null }, errors: [error(['products'])] })],
  [
    'lacks more than what has failed',
    () => {
      const nodes = [{ ...chai, rating: null, availability: null }, chang];
      return judged({ data: { products: { nodes } }, errors: [atRating, error(['products', 'nodes', 0, 'availability'])] });
    },
  ],
  ['has an error where nothing is missing', () => judged({ data, errors: [atRating] })],
  [
    'has an error at a place that was null before',
    () => judged({ data: withoutRating, errors: [atRating, error(['products', 'nodes', 1, 'rating'])] }),
  ],
  ['has an error without a path', () => judged({ data: withoutRating, errors: [{ message: 'No.', extensions: atRating.extensions }] })],
  ['has an error without a code', () => judged({ data: withoutRating, errors: [{ ...atRating, extensions: {} }] })],
  [
    'has an error with a code that blames the client',
    () => judged({ data: withoutRating, errors: [error(atRating.path, 'BAD_USER_INPUT')] }),
  ],
  [
    'has an error that tells where something runs',
    () => judged({ data: withoutRating, errors: [{ ...atRating, message: 'connect ECONNREFUSED 127.0.0.1:4005' }] }),
  ],
  ['has data, and a status of its own', () => judged({ data }, 500)],
  ['is refused without a reason', () => judged({ errors: [{ message: 'No.', extensions: { code: 'RATE_LIMITED' } }] }, 429)],
  ['is refused without a code', () => judged({ errors: [{ message: 'No.' }] }, 503)],
  ['is refused with a status of success', () => judged({ errors: [{ message: 'No.', extensions: { code: 'SERVICE_OVERLOADED' } }] })],
])('an answer that %s is wrong', (_what, verdict) => expect(verdict()).toMatchObject({ kind: 'wrong' }));
