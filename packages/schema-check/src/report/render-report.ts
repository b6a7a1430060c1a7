// The formats of a report.
import type { CheckReport } from '../model.ts';
import { githubReport } from './github.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { sarifReport } from './sarif.ts';
import { type TextOptions, textReport } from './text.ts';

const formats = {
  text: textReport,
  json: jsonReport,
  github: githubReport,
  sarif: sarifReport,
  junit: junitReport,
  markdown: markdownReport,
} satisfies Readonly<Record<string, (report: CheckReport, options: TextOptions) => string>>;

export type ReportFormat = keyof typeof formats;

export const reportFormats = Object.keys(formats);

export const isReportFormat = (name: string): name is ReportFormat => Object.hasOwn(formats, name);

/** The whole output of a check in one of its formats; only `text` has colours. */
export const renderReport = (report: CheckReport, format: ReportFormat, options: TextOptions): string => formats[format](report, options);
