// The scalars of the contract take exactly what they say.
import { type GraphQLScalarType, Kind, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { moneyOf } from './money.ts';
import { scalars } from './scalars.ts';

const literal = (scalar: GraphQLScalarType<unknown, unknown>, text: string) => scalar.parseLiteral(parseValue(text));

describe('DateTime', () => {
  it.each(['2026-02-28T10:00:00Z', '2026-02-28T10:00:00.123+02:00', '2026-02-28T10:00Z'])('takes %s', (text) => {
    expect(scalars.DateTime.parseValue(text)).toEqual(new Date(text));
    expect(literal(scalars.DateTime, `"${text}"`)).toEqual(new Date(text));
  });
  it.each(['2026-02-30T10:00:00Z', '2026-02-28', 'yesterday', 17, null])('refuses %s', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow('not an instant');
  });
  it('refuses a literal that is no string', () => {
    expect(() => literal(scalars.DateTime, '17')).toThrow('not an instant');
  });
  it('is sent in UTC', () => {
    expect(scalars.DateTime.serialize(new Date('2026-02-28T10:00:00+02:00'))).toBe('2026-02-28T08:00:00.000Z');
    expect(scalars.DateTime.serialize('2026-02-28T10:00:00Z')).toBe('2026-02-28T10:00:00.000Z');
  });
});

describe('Date', () => {
  it('is a day', () => {
    expect(scalars.Date.parseValue('1998-05-06')).toEqual(new Date('1998-05-06T00:00:00Z'));
    expect(literal(scalars.Date, '"1998-05-06"')).toEqual(new Date('1998-05-06T00:00:00Z'));
    expect([scalars.Date.serialize(new Date('1998-05-06T00:00:00Z')), scalars.Date.serialize('1998-05-06')]).toEqual([
      '1998-05-06',
      '1998-05-06',
    ]);
  });
  it.each(['1998-02-29', '1998-5-6', '1998-05-06T00:00:00Z', 1])('refuses %s', (value) => {
    expect(() => scalars.Date.parseValue(value)).toThrow('not a day');
  });
});

describe('Decimal', () => {
  it('keeps the text, and takes numbers by theirs', () => {
    expect(['18.00', '-0.5', 18.5].map((value) => scalars.Decimal.parseValue(value))).toEqual(['18.00', '-0.5', '18.5']);
    expect(['"18.00"', '18', '18.50'].map((text) => literal(scalars.Decimal, text))).toEqual(['18.00', '18', '18.50']);
    expect(scalars.Decimal.serialize('18.00')).toBe('18.00');
  });
  it.each(['', '1e3', '1,5', '.5', '5.', 'NaN', 1e21, true])('refuses %s', (value) => {
    expect(() => scalars.Decimal.parseValue(value)).toThrow('not an exact decimal');
  });
  it('refuses other literals', () => {
    expect(() => scalars.Decimal.parseLiteral({ kind: Kind.BOOLEAN, value: true })).toThrow('not an exact decimal');
  });
});

describe('EmailAddress', () => {
  it('takes an address', () => {
    expect(scalars.EmailAddress.parseValue('a.b+c@example.test')).toBe('a.b+c@example.test');
    expect(literal(scalars.EmailAddress, '"a@b.test"')).toBe('a@b.test');
    expect(scalars.EmailAddress.serialize('a@b.test')).toBe('a@b.test');
  });
  it.each(['', 'a', 'a@b', '@b.test', 'a b@c.test', 'a@b.test>', `${'a'.repeat(250)}@b.test`])('refuses %s', (value) => {
    expect(() => scalars.EmailAddress.parseValue(value)).toThrow('not an e-mail address');
  });
});

describe('moneyOf', () => {
  it('always has two decimals', () => {
    expect(moneyOf({ d: [], toFixed: (places: number) => (18).toFixed(places) })).toEqual({ amount: '18.00', currency: 'USD' });
  });
});
