// Arithmetic on numbers that are known now and numbers that variables decide: a program that computes each of the latter once.

export type Variables = Readonly<Record<string, unknown>>;

/** A number that is known, or the step of the program that gives it. */
export type Term = number | Step;

interface Step {
  readonly index: number;
}

/** Writes a program. Terms of one formula are not those of another. */
export interface Formula {
  /** What variables say. */
  read(value: (variables: Variables) => number): Term;
  sum(terms: readonly Term[]): Term;
  product(one: Term, other: Term): Term;
  /** Of none: 0. */
  largest(terms: readonly Term[]): Term;
  /** The term, or 0. */
  when(condition: (variables: Variables) => boolean, term: Term): Term;
  /** What is read throws here, whichever conditions hold. */
  compile(total: Term): (variables: Variables) => number;
}

type Compute = (values: Float64Array, variables: Variables) => number;

/** Lists in lists multiply: far beyond any limit, numbers stay numbers. */
const most = Number.MAX_SAFE_INTEGER;
const bounded = (value: number): number => Math.min(value, most);

const isKnown = (term: Term): term is number => typeof term === 'number';

/**
 * Steps stand in the order in which they need each other, and a term that is used twice is computed once: the program of fragments that
 * spread fragments is as long as their text, not as what it expands to.
 */
export function createFormula(): Formula {
  const steps: Compute[] = [];
  const step = (compute: Compute): Step => ({ index: steps.push(compute) - 1 });
  return {
    read: (value) => step((_values, variables) => value(variables)),
    sum(terms) {
      const known = terms.filter(isKnown).reduce((sum, term) => bounded(sum + term), 0);
      const [first, ...others] = indexesOf(terms);
      if (first === undefined) return known;
      if (others.length === 0 && known === 0) return { index: first };
      return step((values) => others.reduce((sum, index) => sum + at(values, index), known + at(values, first)));
    },
    product(one, other) {
      if (isKnown(one) && isKnown(other)) return bounded(one * other);
      if (isKnown(other)) return scaled(other, one);
      return isKnown(one) ? scaled(one, other) : step((values) => at(values, one.index) * at(values, other.index));
    },
    largest(terms) {
      const known = Math.max(...terms.filter(isKnown));
      const indexes = indexesOf(terms);
      if (indexes.length === 0) return terms.length === 0 ? 0 : known;
      return step((values) => indexes.reduce((largest, index) => Math.max(largest, at(values, index)), known));
    },
    when(condition, term) {
      if (term === 0) return 0;
      if (isKnown(term)) return step((_values, variables) => (condition(variables) ? term : 0));
      return step((values, variables) => (condition(variables) ? at(values, term.index) : 0));
    },
    compile(total) {
      if (steps.length === 0) return () => (isKnown(total) ? total : 0);
      // Used by one call at a time: nothing in it waits.
      const values = new Float64Array(steps.length);
      return (variables) => {
        let index = 0;
        for (const compute of steps) {
          values[index] = bounded(compute(values, variables));
          index += 1;
        }
        return isKnown(total) ? total : at(values, total.index);
      };
    },
  };

  function scaled(factor: number, term: Term): Term {
    if (factor === 0 || isKnown(term)) return 0;
    return factor === 1 ? term : step((values) => factor * at(values, term.index));
  }
}

const indexesOf = (terms: readonly Term[]): readonly number[] => terms.flatMap((term) => (isKnown(term) ? [] : [term.index]));

const at = (values: Float64Array, index: number): number => values[index] ?? 0;
