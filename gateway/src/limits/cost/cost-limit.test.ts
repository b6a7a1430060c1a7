// The limit, where it is told, and its settings.
import { describeSettings, readSettings } from '@tributary/config';
import { describe, expect, it } from 'vitest';
import { createCostLimit } from './cost-limit.ts';
import { costLimitGroup, costSettings } from './cost-settings.ts';

describe('a cost', () => {
  const limit = createCostLimit({ maximum: 10, isTold: true });

  it('is allowed up to the maximum, and refused above it with both numbers', () => {
    expect(() => limit.assertWithin(10)).not.toThrow();
    const extensions = expect.objectContaining({ code: 'OPERATION_TOO_COSTLY', cost: { estimated: 11, maximum: 10 } });
    expect(() => limit.assertWithin(11)).toThrow(expect.objectContaining({ extensions }));
  });

  it('stands in the extensions of the answer, which is another object, where it may be told', () => {
    const answer = { text: '{"data":{"a":1}}', code: null };
    expect(limit.withCost(answer, 3)).toEqual({ text: '{"data":{"a":1},"extensions":{"cost":{"estimated":3,"maximum":10}}}', code: null });
    expect(createCostLimit({ maximum: 10, isTold: false }).withCost(answer, 3)).toBe(answer);
  });

  it('is written in the text alone: the bytes of an answer that is shared are everybody’s', () => {
    const shared = { text: '{"data":null}', bytes: Buffer.from('{"data":null}') };
    expect(limit.withCost(shared, 3)).toEqual({ text: '{"data":null,"extensions":{"cost":{"estimated":3,"maximum":10}}}' });
  });
});

describe('settings of cost', () => {
  it('have defaults, the same from the environment and from a file', () => {
    expect(readSettings(costSettings, {})).toEqual({ MAX_COST: 50_000, DEFAULT_LIST_SIZE: 10 });
    expect(costLimitGroup.parse(undefined)).toEqual({ maximum: 50_000, defaultListSize: 10 });
  });

  it('are refused out of bounds, all at once', () => {
    const read = () => readSettings(costSettings, { MAX_COST: '0', DEFAULT_LIST_SIZE: 'ten' });
    expect(read).toThrow('MAX_COST: is at least 1\n  - DEFAULT_LIST_SIZE: is not a number');
    expect(costLimitGroup.safeParse({ maximum: 1.5, unknown: 1 }).error?.issues).toHaveLength(2);
  });

  it('have a row of documentation each', () => {
    expect(describeSettings(costSettings)).toHaveLength(2 + describeSettings({}).length);
  });
});
