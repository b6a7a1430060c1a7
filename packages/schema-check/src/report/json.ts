// A report for programs: docs/schemas/check-report.v1.json says what is in it.
import type { CheckReport } from '../model.ts';

export const jsonReport = (report: CheckReport): string => `${JSON.stringify(report, null, 2)}\n`;
