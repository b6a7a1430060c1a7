// The one way in which commands tell what they have found.
import { type CheckReport, type ReportFormat, renderReport } from '@tributary/schema-check';

/** To the standard output; gives the exit code: 0 passed, 1 findings. */
export function printReport(report: CheckReport, format: ReportFormat): 0 | 1 {
  process.stdout.write(renderReport(report, format, { colours: process.stdout.hasColors?.() ?? false }));
  return report.passed ? 0 : 1;
}
