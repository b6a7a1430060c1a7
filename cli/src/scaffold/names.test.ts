// Names of subgraphs and entities: their forms, and which cannot be.
import { describe, expect, it } from 'vitest';
import { entityNames, entityOfSubgraph, problemOfEntity, problemOfSubgraph } from './names.ts';

describe('a subgraph', () => {
  it.each(['shipping', 'order-items', 'b2b', 'x'])('may be called %s', (name) => {
    expect(problemOfSubgraph(name)).toBeNull();
  });

  it.each(['Shipping', 'orderItems', 'order_items', '-x', 'x-', 'a--b', '2nd', '', '../x', 'ünder', 'a b'])(
    'may not be called "%s": that is no name',
    (name) => {
      expect(problemOfSubgraph(name)).toContain(`"${name}" is no name for a subgraph`);
    },
  );

  it('may not have a name of the platform, nor one that no database can have', () => {
    expect(problemOfSubgraph('gateway')).toBe('"gateway" is a name of the platform\'s own.');
    expect(problemOfSubgraph('x'.repeat(41))).toContain('more than 40 characters');
  });

  it.each([
    ['shipping', 'Shipping'],
    ['invoices', 'Invoice'],
    ['order-items', 'OrderItem'],
    ['deliveries', 'Delivery'],
    ['boxes', 'Box'],
    ['analysis', 'Analysis'],
    ['status', 'Status'],
    ['business', 'Business'],
  ])('%s that names no entity has %s', (name, type) => {
    expect(entityOfSubgraph(name)).toBe(type);
  });
});

describe('an entity', () => {
  it.each(['Parcel', 'SalesRep', 'Route66'])('may be called %s', (type) => {
    expect(problemOfEntity(type)).toBeNull();
  });

  it.each(['parcel', 'sales-rep', 'Sales_Rep', 'URL', '9Lives', '', '__Type'])('may not be called "%s": that is no name', (type) => {
    expect(problemOfEntity(type)).toContain(`"${type}" is no name for an entity`);
  });

  it.each(['Query', 'String', 'PageInfo', 'Promise', 'Prisma', 'Class', 'AuditOutbox'])('may not be called %s: it is reserved', (type) => {
    expect(problemOfEntity(type)).toBe(`"${type}" is reserved: choose another name.`);
  });

  it('has its name in the forms that the files need', () => {
    expect(entityNames('SalesRep')).toEqual({
      Type: 'SalesRep',
      one: 'salesRep',
      many: 'salesReps',
      file: 'sales-reps',
      words: 'sales rep',
      manyWords: 'sales reps',
    });
    expect(['Category', 'Box', 'Branch', 'Day'].map((type) => entityNames(type).many)).toEqual(['categories', 'boxes', 'branches', 'days']);
  });
});
