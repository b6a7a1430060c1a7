// Counts what a run exercised and what came of it, and prints it as Markdown.
import { deliberateDifferences } from './deliberate-differences.ts';
import { allFeatures, featuresOf } from './features.ts';
import type { Verdict } from './judge.ts';
import type { Observation } from './laboratory.ts';
import type { Facts } from './sdl-facts.ts';
import { stockFaults, unnamedStockFault } from './stock-faults.ts';

export interface Statistics {
  add(facts: Facts, observation: Observation, verdict: Verdict): void;
  /** Features that occurred less often than this. */
  rare(limit: number): readonly string[];
  readonly operations: number;
  markdown(): string;
}

export function createStatistics(): Statistics {
  const features = new Map(
    Object.entries(allFeatures).flatMap(([kind, names]) => names.map((name): [string, number] => [`${kind}: ${name}`, 0])),
  );
  const verdicts = new Map<string, number>();
  let operations = 0;
  let withFaults = 0;
  let stockWrong = 0;
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  return {
    get operations() {
      return operations;
    },
    add(facts, observation, verdict) {
      operations++;
      if ((observation.faulty?.sighting.met.length ?? 0) > 0) withFaults++;
      if (!observation.stockIsRight) stockWrong++;
      for (const [kind, names] of featuresOf(facts, observation)) for (const name of names) count(features, `${kind}: ${name}`);
      for (const name of namesOf(verdict)) count(verdicts, name);
    },
    rare: (limit) => [...features].filter(([, times]) => times < limit).map(([name, times]) => `${name} (${times})`),
    markdown() {
      const times = (key: string) => verdicts.get(key) ?? 0;
      const rows = (entries: readonly (readonly [string, string | number])[]) =>
        entries.map(([left, right]) => `| ${left} | ${right} |`).join('\n');
      const better = [...stockFaults, { name: unnamedStockFault, reason: 'not told apart further' }];
      return [
        '| outcome | operations |\n|:--|--:|',
        rows([
          ['all', operations],
          ['with faults that were met', withFaults],
          ['equal to stock, and without faults to graphql-js', times('agrees')],
          ['stock is wrong even without faults', stockWrong],
          ['stock answers so in another order of arrival', times('order')],
          ['different', times('differs')],
        ]),
        '\n| where stock is wrong | ours is right | ours is as wrong | reason |\n|:--|--:|--:|:--|',
        better.map(({ name, reason }) => `| ${name} | ${times(`better: ${name}`)} | ${times(`shared: ${name}`)} | ${reason} |`).join('\n'),
        '\n| deliberate difference | operations | reason |\n|:--|--:|:--|',
        deliberateDifferences.map(({ name, reason }) => `| ${name} | ${times(`deliberate: ${name}`)} | ${reason} |`).join('\n'),
        '\n| feature | operations |\n|:--|--:|',
        rows([...features]),
      ].join('\n');
    },
  };
}

function namesOf(verdict: Verdict): string[] {
  if (verdict.kind === 'better') return [`better: ${verdict.name}`];
  if (verdict.kind === 'shared') return [`shared: ${verdict.name}`];
  return verdict.kind === 'deliberate' ? verdict.names.map((name) => `deliberate: ${name}`) : [verdict.kind];
}
