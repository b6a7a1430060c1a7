// The limits of input for a request's variables: what comes as JSON is held to what may be written in a document.
import type { DocumentLimits } from './document-limits.ts';
import { type LimitFault, limitFault } from './limit-fault.ts';

type InputLimits = Pick<DocumentLimits, 'inputDepth' | 'inputItems' | 'inputValues' | 'nameLength'>;

/** Of one variable, before the depth is looked at: `values` counts those of the variables before it too. */
interface Walked {
  readonly values: number;
  readonly exceeded: { readonly limit: 'inputDepth' | 'inputItems' | 'inputValues'; readonly found: number } | null;
}

/**
 * Makes the check of variables, to be asked before they are coerced, which recurses. It goes level by level, looks at each value once, and stops at the
 * first that is too much. Variables are plain data, as `JSON.parse` gives it.
 */
export function variableLimits(limits: InputLimits): (variables: Readonly<Record<string, unknown>>) => LimitFault | null {
  return (variables) => {
    let values = 0;
    for (const [name, value] of Object.entries(variables)) {
      const walked = walk(value, values, limits);
      if (walked.exceeded !== null) return faultOf(name, walked.exceeded, limits);
      values = walked.values;
    }
    return null;
  };
}

function walk(variable: unknown, before: number, limits: InputLimits): Walked {
  let values = before + 1;
  if (values > limits.inputValues) return { values, exceeded: { limit: 'inputValues', found: values } };
  let level: readonly object[] = isNested(variable) ? [variable] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limits.inputDepth) return { values, exceeded: { limit: 'inputDepth', found: depth } };
    const below: object[] = [];
    for (const around of level) {
      const members: readonly unknown[] = Array.isArray(around) ? around : Object.values(around);
      values += members.length;
      if (Array.isArray(around) && members.length > limits.inputItems)
        return { values, exceeded: { limit: 'inputItems', found: members.length } };
      if (values > limits.inputValues) return { values, exceeded: { limit: 'inputValues', found: values } };
      for (const member of members) if (isNested(member)) below.push(member);
    }
    level = below;
  }
  return { values, exceeded: null };
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

function faultOf(name: string, { limit, found }: NonNullable<Walked['exceeded']>, limits: InputLimits): LimitFault {
  const fault = limitFault(limit, found, limits[limit], null);
  // Names of variables are a client's own text, of any length.
  return { ...fault, message: `${fault.message} It is in variable "$${name.slice(0, limits.nameLength)}".` };
}
