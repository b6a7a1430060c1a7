// Names that travel: told apart from all that clients and schemas can say, and given back by themselves.
import { describe, expect, it } from 'vitest';
import { hiddenNameOf, internalNameOf, isReservedName, responseNameOf } from './response-names.ts';

describe('internal names', () => {
  it('are given back by themselves, however often they are made', () => {
    for (const name of ['id', '__typename', '__proto__', '__as_id', '__as___as_id', '_entities']) {
      expect(responseNameOf(internalNameOf(name))).toBe(name);
      expect(internalNameOf(name)).toMatch(/^__[_A-Za-z0-9]*$/); // a schema cannot have it
    }
  });

  it('of hidden fields are those of the fields', () => {
    expect(responseNameOf(hiddenNameOf('price', 12))).toBe('price');
    expect(responseNameOf(internalNameOf('_required0_price'))).toBe('_required0_price');
  });

  it('leave others as they are', () => {
    for (const name of ['id', 'as_id', '_as_id', '__typename', '__schema']) expect(responseNameOf(name)).toBe(name);
  });
});

describe('reserved names', () => {
  it('are those that mean something to us, to the planner or to the language', () => {
    for (const name of [
      '__as_',
      '__as_id',
      'constructor',
      '__proto__',
      'toString',
      'valueOf',
      'hasOwnProperty',
      '__defineGetter__',
      'id__alias_0',
      '_required0_id',
      '_entities',
    ]) {
      expect(isReservedName(name)).toBe(true);
    }
    for (const name of ['id', '__typename', 'prototype', 'id__alias_', 'alias_0', '_service', '_id', '_required_id'])
      expect(isReservedName(name)).toBe(false);
  });
});
