// Counters with labels whose values are declared: nobody outside can make a new series.

/** By label, the values that it may have. */
export type LabelValues = Readonly<Record<string, readonly string[]>>;

export interface Counter<Labels extends LabelValues> {
  /** Adds one. A value that was not declared counts as `other`. */
  add(labels: { readonly [Label in keyof Labels]: string }): void;
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Counters {
  /** Declares a counter; its name is unique and ends in `_total`. @throws {Error} when it is declared twice. */
  counter<const Labels extends LabelValues>(name: string, labels: Labels): Counter<Labels>;
  /** Every series that has counted something. */
  samples(): readonly Sample[];
}

export function createCounters(): Counters {
  const series = new Map<string, { readonly name: string; readonly labels: Record<string, string>; value: number }>();
  const names = new Set<string>();
  return {
    counter(name, declared) {
      if (names.has(name)) throw new Error(`The counter ${name} is declared twice.`);
      names.add(name);
      return {
        add(given) {
          const labels: Record<string, string> = {};
          for (const [label, values] of Object.entries(declared)) labels[label] = values.find((value) => value === given[label]) ?? 'other';
          const key = `${name} ${Object.values(labels).join(' ')}`;
          const known = series.get(key) ?? { name, labels, value: 0 };
          known.value += 1;
          series.set(key, known);
        },
      };
    },
    samples: () => [...series.values()].map((sample) => ({ ...sample })),
  };
}
