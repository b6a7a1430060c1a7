// Money as the API shows it: exact, always two decimals, in USD.

export interface Money {
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: 'USD';
}

/** Anything with decimal.js's `toFixed`: amounts are never JavaScript numbers. */
interface ExactDecimal {
  toFixed(decimalPlaces: number): string;
  readonly d: number[];
}

export function moneyOf(amount: ExactDecimal): Money {
  return { amount: amount.toFixed(2), currency: 'USD' };
}
