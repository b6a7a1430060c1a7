// The rows that one round of the matrix is about: those of the callers' own company, or of another one.
import { randomUUID } from 'node:crypto';
import { loadNorthwind } from '@tributary/northwind';
import { emailOfBuyer } from './callers.ts';
import type { Row } from './rows.ts';

export interface World {
  readonly name: 'own' | 'foreign' | 'staff';
  readonly customer: Row & { readonly type: 'Customer' };
  /** Who buys for the company; in the world `staff` someone who works for us. */
  readonly user: Row & { readonly type: 'User' };
  readonly order: Row & { readonly type: 'Order' };
  /** Two reviews by the company's buyer. */
  readonly pending: Row & { readonly type: 'Review' };
  readonly published: Row & { readonly type: 'Review' };
  /** The number of the employee who looks after the order. */
  readonly salesRep: string;
  /** Values of variables, by the names of arguments.ts. */
  readonly values: Readonly<Record<string, string>>;
  /** Values that can be used once, the next one last. */
  readonly spares: Readonly<Record<'placedOrder' | 'confirmedOrder' | 'unreviewed', string[]>>;
}

/** Those who sign in by the way: nobody else in the matrix is one of them. */
const passersBy = loadNorthwind()
  .customers.slice(40)
  .map(({ id }) => emailOfBuyer(id));

/** A value of a variable: of the world, or something that did not exist before. A spare is gone once it is `spent`. */
export function variableValue(variable: string, world: World, spent: boolean): string {
  if (variable.startsWith('fresh')) return `${randomUUID()}@example.test`;
  const spares = variable === 'passerBy' ? passersBy : Object.entries(world.spares).find(([name]) => name === variable)?.[1];
  const value = spares === undefined ? world.values[variable] : spares.at(-1);
  if (spent) spares?.pop();
  if (value === undefined) throw new Error(`The matrix has no value for $${variable}.`);
  return value;
}
