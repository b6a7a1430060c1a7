// Explained codes for programs: docs/schemas/explained-codes.v1.json says what is in it.
import type { Explanation } from './explanation.ts';

/** Where operations feel a change is for the check alone. */
export function codesJson(codes: Readonly<Record<string, Explanation>>): string {
  const rows = Object.entries(codes).map(([code, { severity, exception, meaning, before, after, wayOut }]) => {
    return { code, severity, exception, meaning, before, after, wayOut };
  });
  return `${JSON.stringify({ version: 1, codes: rows }, null, 2)}\n`;
}
