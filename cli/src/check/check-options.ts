// The flags of `tributary check` and `tributary lint`.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { isReportFormat, type PlanThresholds, type ReportFormat, reportFormats, type UsageThresholds } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';

export interface CheckOptions {
  readonly base: string;
  /** `Name: value`, for a registry. */
  readonly headers: readonly string[];
  readonly head: string;
  /** Of a subgraph that is to go; null: none. */
  readonly deleted: string | null;
  /** Null: strictly, by the changes alone. */
  readonly usage: readonly string[] | null;
  readonly thresholds: UsageThresholds;
  /** Null: operations are not planned. */
  readonly plans: PlanThresholds | null;
  /** Told where standard error is no terminal too. */
  readonly progress: boolean;
  readonly approvals: string | null;
  readonly format: ReportFormat;
  /** More outputs, each into a file. */
  readonly outputs: readonly { readonly format: ReportFormat; readonly file: string }[];
}

/** @throws {CommandError} 2 */
export function checkOptionsOf(args: readonly string[]): CheckOptions {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  const counts = { 'min-count': text, 'min-share': text, 'window-days': text, 'exclude-client': texts } as const;
  const sides = { base: text, header: texts, head: text, delete: text } as const;
  const planned = { 'no-plans': flag, 'plan-fetches': text, 'plan-steps': text, 'plan-cost': text, 'fail-plans': flag } as const;
  const usage = { usage: texts, 'no-usage': flag } as const;
  const options = { ...sides, ...planned, ...usage, ...counts, progress: flag, approvals: text, format: text, output: texts } as const;
  const { values, positionals } = parsedArgs(args, options);
  if (positionals.length > 0) throw new CommandError(`"${positionals[0]}" is no flag.`, 2);
  if (values.base === undefined)
    throw new CommandError('--base is needed: a git ref, a supergraph.yaml, a composed supergraph, an artifact or the address of one.', 2);
  if (values.usage !== undefined && values['no-usage'] === true) throw new CommandError('--usage and --no-usage contradict each other.', 2);
  return {
    base: values.base,
    headers: values.header ?? [],
    head: values.head ?? '.',
    deleted: values.delete ?? null,
    usage: values.usage ?? null,
    thresholds: {
      minCount: numberOf('min-count', values['min-count'], 0, Number.MAX_SAFE_INTEGER) ?? 0,
      minShare: (numberOf('min-share', values['min-share'], 0, 100) ?? 0) / 100,
      windowDays: numberOf('window-days', values['window-days'], 0, 36_500),
      excludedClients: values['exclude-client'] ?? [],
    },
    plans: values['no-plans'] === true ? null : plansOf(values),
    progress: values.progress ?? false,
    approvals: values.approvals ?? null,
    format: formatOf(values.format ?? 'text'),
    outputs: (values.output ?? []).map(outputOf),
  };
}

type PlanFlags = { readonly [flag in 'plan-fetches' | 'plan-steps' | 'plan-cost']?: string } & { readonly 'fail-plans'?: boolean };

const plansOf = (flags: PlanFlags): PlanThresholds => ({
  extraFetches: numberOf('plan-fetches', flags['plan-fetches'], 0, 1000) ?? 0,
  extraSteps: numberOf('plan-steps', flags['plan-steps'], 0, 1000) ?? 0,
  costRise: (numberOf('plan-cost', flags['plan-cost'], 0, 1_000_000) ?? 0) / 100,
  fails: flags['fail-plans'] ?? false,
});

/** Null when it is not given. */
function numberOf(flag: string, given: string | undefined, least: number, most: number): number | null {
  if (given === undefined) return null;
  const number = given.trim() === '' ? Number.NaN : Number(given);
  if (number >= least && number <= most) return number;
  throw new CommandError(`--${flag} is a number of at least ${least}${most === 100 ? ', a percentage' : ''}, not "${given}".`, 2);
}

/** `markdown=summary.md`. */
function outputOf(given: string): CheckOptions['outputs'][number] {
  const [format = '', file = ''] = given.split(/=(.*)/s);
  if (file === '') throw new CommandError(`--output is FORMAT=FILE, not "${given}".`, 2);
  return { format: formatOf(format), file };
}

/** @throws {CommandError} 2 */
export function formatOf(name: string): ReportFormat {
  if (isReportFormat(name)) return name;
  throw new CommandError(`There is no format "${name}": there are ${reportFormats.join(', ')}.`, 2);
}

/** @throws {CommandError} 2, for a flag that there is not. */
export function parsedArgs<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}
