// Plans rebuilt with fetches in place of others.
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { eachFetch, mapFetches } from './plan-nodes.ts';

const fetch = (serviceName: string, id?: string): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation: '{a}',
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
  ...(id !== undefined && { id }),
});
const plan = (node: PlanNode) => ({ kind: 'QueryPlan' as const, node });
const twice = (one: FetchNode): readonly FetchNode[] =>
  one.serviceName === 'split'
    ? [
        { ...one, serviceName: 's1' },
        { ...one, serviceName: 's2' },
      ]
    : [one];

describe('a fetch that is split', () => {
  it('runs side by side, where it was', () => {
    const nodes: PlanNode[] = [fetch('a'), { kind: 'Flatten', path: ['x', '@'], node: fetch('split') }];
    const both: PlanNode[] = ['s1', 's2'].map((name) => ({ kind: 'Flatten', path: ['x', '@'], node: fetch(name) }));
    expect(mapFetches(plan({ kind: 'Sequence', nodes }), twice)).toEqual(
      plan({ kind: 'Sequence', nodes: [fetch('a'), { kind: 'Parallel', nodes: both }] }),
    );
    expect(mapFetches(plan({ kind: 'Parallel', nodes }), twice)).toEqual(plan({ kind: 'Parallel', nodes: [fetch('a'), ...both] }));
  });

  it('keeps its conditions', () => {
    const both: PlanNode = { kind: 'Parallel', nodes: [fetch('s1'), fetch('s2')] };
    expect(mapFetches(plan({ kind: 'Condition', condition: 'x', ifClause: fetch('split'), elseClause: fetch('a') }), twice)).toEqual(
      plan({ kind: 'Condition', condition: 'x', ifClause: both, elseClause: fetch('a') }),
    );
    expect(mapFetches(plan({ kind: 'Condition', condition: 'x', elseClause: fetch('split') }), twice)).toEqual(
      plan({ kind: 'Condition', condition: 'x', elseClause: both }),
    );
  });

  it('is waited for as a whole by deferred blocks', () => {
    const deferring = plan({
      kind: 'Defer',
      primary: { subselection: '{a}', node: { kind: 'Sequence', nodes: [fetch('a', '0'), fetch('split', '1')] } },
      deferred: [
        { depends: [{ id: '0' }, { id: '1' }], queryPath: [], node: fetch('split') },
        { depends: [], queryPath: [], subselection: '{b}' },
      ],
    });
    const mapped = mapFetches(deferring, twice);
    expect(mapped.node).toMatchObject({
      primary: {
        node: {
          nodes: [
            { id: '0' },
            {
              nodes: [
                { serviceName: 's1', id: '1' },
                { serviceName: 's2', id: '1_1' },
              ],
            },
          ],
        },
      },
      deferred: [{ depends: [{ id: '0' }, { id: '1' }, { id: '1_1' }], node: { kind: 'Parallel' } }, { subselection: '{b}' }],
    });
    const seen: string[] = [];
    eachFetch(mapped, ({ serviceName }) => seen.push(serviceName));
    expect(seen).toEqual(['a', 's1', 's2', 's1', 's2']);
  });

  it('may stand in a subscription, after its events', () => {
    const subscription = { kind: 'Subscription' as const, primary: fetch('a'), rest: fetch('split') };
    expect(mapFetches({ kind: 'QueryPlan', node: subscription }, twice).node).toMatchObject({
      primary: { serviceName: 'a' },
      rest: { kind: 'Parallel' },
    });
    expect(mapFetches({ kind: 'QueryPlan' }, twice)).toEqual({ kind: 'QueryPlan' });
  });
});
