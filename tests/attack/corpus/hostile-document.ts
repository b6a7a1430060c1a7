// The parts that hostile documents are made of.

export interface HostileDocument {
  /** What it attacks with; the order of its definitions is part of the name. */
  readonly name: string;
  readonly text: string;
  /** The code of the refusal. */
  readonly code: string;
}

export interface Attack {
  readonly name: string;
  readonly code: string;
  readonly operation: string;
  /** Definitions of fragments. */
  readonly fragments: string;
}

/** `count` texts, made of their index, with blanks between. */
export const repeated = (count: number, textOf: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => textOf(index)).join(' ');

/** `inner` within `count` pairs of brackets. */
export const nested = (count: number, before: string, inner: string, after: string): string =>
  before.repeat(count) + inner + after.repeat(count);

/** An attack on the root of a query, first with its selections in a fragment that the operation spreads. */
export const atRoot = (name: string, code: string, selections: string, fragments = ''): Attack => ({
  name,
  code,
  operation: 'query { ...Attack }',
  fragments: `fragment Attack on Query { ${selections} } ${fragments}`,
});

/** Limits that are visitors of a validation meet the fragment first, and are too late. */
export const inBothOrders = ({ name, code, operation, fragments }: Attack): readonly HostileDocument[] => [
  { name: `${name}, operation first`, code, text: `${operation} ${fragments}` },
  { name: `${name}, fragment first`, code, text: `${fragments} ${operation}` },
];
