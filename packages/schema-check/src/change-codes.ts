// The table of every change code: severity, meaning, example, way out.
import type { ChangeCode } from './codes/change-code.ts';
import { federationCodes } from './codes/federation-codes.ts';
import { inputCodes } from './codes/input-codes.ts';
import { outputCodes } from './codes/output-codes.ts';
import { ownershipCodes } from './codes/ownership-codes.ts';

const table = { ...outputCodes, ...inputCodes, ...ownershipCodes, ...federationCodes };

export type ChangeCodeName = keyof typeof table;

export const changeCodes: Readonly<Record<ChangeCodeName, ChangeCode>> = table;

export const isChangeCode = (name: string): name is ChangeCodeName => Object.hasOwn(table, name);
