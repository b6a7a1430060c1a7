// The scalars of the contract: values go in and out as text, exact.
import { AppError } from '@tributary/errors';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;
/** Wider than any amount: one that is too long or too exact is the business of its command, which tells a person what is wrong with it. */
const decimal = /^-?\d{1,100}(?:\.\d{1,100})?$/;
const email = /^[^\s@<>()",;:\\[\]]{1,64}@[^\s@<>()",;:\\[\]]+\.[^\s@<>()",;:\\[\].]+$/;
const maxEmailLength = 254; // RFC 5321, 4.5.3.1.3

const wrong = (what: string) => new AppError('BAD_USER_INPUT', `This is not ${what}.`);

function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw wrong(what);
  return value;
}

function literalText(node: ValueNode, what: string): string {
  if (node.kind !== Kind.STRING) throw wrong(what);
  return node.value;
}

function parseInstant(text: string): Date {
  const parsed = new Date(text);
  if (!instant.test(text) || Number.isNaN(parsed.getTime()) || !isCalendarDay(text.slice(0, 10))) throw wrong('an instant in ISO 8601');
  return parsed;
}

function parseDay(text: string): Date {
  if (!day.test(text) || !isCalendarDay(text)) throw wrong('a day in ISO 8601');
  return new Date(`${text}T00:00:00Z`);
}

/** Refuses what `Date` would silently move to another day, such as February 30. */
function isCalendarDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function parseDecimal(text: string): string {
  if (!decimal.test(text)) throw wrong('an exact decimal number such as "18.00"');
  return text;
}

function parseEmail(text: string): string {
  if (text.length > maxEmailLength || !email.test(text)) throw wrong('an e-mail address');
  return text;
}

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: (value) => parseInstant(textOf(value, 'an instant in ISO 8601')),
  parseLiteral: (node) => parseInstant(literalText(node, 'an instant in ISO 8601')),
});

const date = new GraphQLScalarType<Date, string>({
  name: 'Date',
  serialize: (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)),
  parseValue: (value) => parseDay(textOf(value, 'a day in ISO 8601')),
  parseLiteral: (node) => parseDay(literalText(node, 'a day in ISO 8601')),
});

const decimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: String,
  // A JSON number is taken by its shortest text: 18.5 is exactly "18.5".
  parseValue: (value) => parseDecimal(typeof value === 'number' ? String(value) : textOf(value, 'an exact decimal number such as "18.00"')),
  parseLiteral: (node) =>
    parseDecimal(
      node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : literalText(node, 'an exact decimal number such as "18.00"'),
    ),
});

const emailAddress = new GraphQLScalarType<string, string>({
  name: 'EmailAddress',
  serialize: String,
  parseValue: (value) => parseEmail(textOf(value, 'an e-mail address')),
  parseLiteral: (node) => parseEmail(literalText(node, 'an e-mail address')),
});

/** Resolvers of the scalars; a subgraph takes those that its schema declares. */
export const scalars = { DateTime: dateTime, Date: date, Decimal: decimalScalar, EmailAddress: emailAddress };
