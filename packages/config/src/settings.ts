// Settings: declared once, parsed together, every problem told at once.
import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Setting {
  readonly schema: z.ZodType;
  /** What it is for, in a sentence, for the table of environment variables. */
  readonly description: string;
  /** The text that stands in for an absent variable; without one the schema sees `undefined`. */
  readonly default?: string;
  /** Never printed. */
  readonly secret?: boolean;
}

export type Settings = Readonly<Record<string, Setting>>;
export type ValuesOf<Declared extends Settings> = { readonly [Name in keyof Declared]: z.output<Declared[Name]['schema']> };

/** Declares settings; the identity function, for its type. */
export function defineSettings<const Declared extends Settings>(settings: Declared): Declared {
  return settings;
}

/** Thrown when the environment does not make a configuration. `problems` holds one sentence a variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Parses the declared settings from an environment. An empty variable counts as absent.
 * @throws {ConfigError} listing every variable that is missing or wrong.
 */
export function readSettings<Declared extends Settings>(settings: Declared, environment: Environment): ValuesOf<Declared> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings)) {
    const text = environment[name] === '' ? undefined : environment[name];
    const parsed = setting.schema.safeParse(text ?? setting.default);
    if (parsed.success) values[name] = parsed.data;
    else if (text === undefined && setting.default === undefined) problems.push(`${name}: is not set`);
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values) as ValuesOf<Declared>; // each value was parsed by its own schema above
}
