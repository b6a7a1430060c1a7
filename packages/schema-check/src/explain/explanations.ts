// Every code that any command prints.
import { changeCodes } from '../change-codes.ts';
import { databaseCodes } from '../codes/database-codes.ts';
import { compositionCodes } from './composition-codes.ts';
import { contractCodes } from './contract-codes.ts';
import { type Explanation, explanationOf, type Row } from './explanation.ts';
import { findingCodes } from './finding-codes.ts';

/** Changes first, then what else a check finds, then composition. A contract's words for an error of composition are the better ones. */
export const explanations: Readonly<Record<string, Explanation>> = {
  ...changeCodes,
  ...databaseCodes,
  ...explained({ ...findingCodes, ...contractCodes }),
  ...explained(Object.fromEntries(Object.entries(compositionCodes).filter(([code]) => !Object.hasOwn(contractCodes, code)))),
};

function explained(rows: Readonly<Record<string, Row>>): Readonly<Record<string, Explanation>> {
  return Object.fromEntries(Object.entries(rows).map(([code, row]) => [code, explanationOf(row)]));
}
