// What was measured, as one Markdown table with ratios, a list of what was to be reached, and JSON.
import { type Baseline, type CaseName, cases } from './cases.ts';
import type { Checked } from './check.ts';
import type { Round } from './measure.ts';
import { type PeerId, peerIds, peers } from './peers.ts';
import { knownMedian, median } from './statistics.ts';

export interface CaseResult {
  readonly name: CaseName;
  readonly rounds: ReadonlyMap<PeerId, readonly Round[]>;
  readonly checked: ReadonlyMap<PeerId, Checked>;
}

const baselineTitles: Readonly<Record<Baseline, string>> = {
  stock: 'x stock',
  hive: 'x hive',
  'router-runtime': 'x router-runtime',
  mercurius: 'x mercurius',
  floor: 'of the floor',
};
// Literal keys of the object above.
const baselines = Object.keys(baselineTitles) as Baseline[];
const largestP99 = 3;
/** Of one core. */
const leastBusy = 0.9;

/** All cases in one table; a row is a gateway in a case. */
export function resultTable(results: readonly CaseResult[]): string {
  const head = [
    'case',
    'gateway',
    'requests/s min / **med** / max',
    ...Object.values(baselineTitles),
    'p50 ms',
    'p99 ms',
    'CPU us/request',
  ];
  const rest = ['gateway busy', 'subgraphs busy', 'subgraph requests/request', 'subgraph KB/request', 'RSS MB', 'answer'];
  const columns = [...head, ...rest];
  const rows = results.flatMap((result) => [...result.rounds.keys()].map((id) => rowOf(result, id)));
  return [columns, columns.map((_unused, index) => (index < 2 ? ':--' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function rowOf(result: CaseResult, id: PeerId): string[] {
  const rounds = result.rounds.get(id) ?? [];
  const rates = rounds.map(({ requestsPerSecond }) => requestsPerSecond);
  const of = (key: keyof Round, digits: number) => shown(knownMedian(rounds.map((round) => round[key])), digits);
  const checked = result.checked.get(id);
  const ratios = baselines.map((baseline) => (isAsked(result, id, baseline) ? shownRatio(ratioOf(result, id, baseline), baseline) : ''));
  return [
    result.name,
    id,
    `${Math.min(...rates).toFixed(0)} / **${median(rates).toFixed(0)}** / ${Math.max(...rates).toFixed(0)}`,
    ...ratios,
    of('p50Ms', 1),
    of('p99Ms', 1),
    of('cpuUsPerRequest', 0),
    of('busy', 2),
    of('subgraphsBusy', 2),
    of('subgraphRequestsPerRequest', 2),
    of('subgraphKbPerRequest', 1),
    of('rssMb', 0),
    checked === undefined ? '' : checked.hasSameOrder ? 'equal' : 'equal, other order of keys',
  ];
}

/** A baseline is not compared with itself, and the floor with nothing but its own share. */
const isAsked = ({ name }: CaseResult, id: PeerId, baseline: Baseline) =>
  !(peers[id].isFloor && baseline === 'floor') && cases[name].baselines[baseline] !== id;

function ratioOf(result: CaseResult, id: PeerId, baseline: Baseline): number | null {
  return quotient(result, 'requestsPerSecond', id, cases[result.name].baselines[baseline]);
}

/** The same ratio by CPU time: steadier on a machine that others use, and blind to whatever limits the load. */
function cpuRatioOf(result: CaseResult, id: PeerId, baseline: Baseline): number | null {
  return quotient(result, 'cpuUsPerRequest', cases[result.name].baselines[baseline], id);
}

function quotient({ rounds }: CaseResult, key: keyof Round, upper: PeerId, lower: PeerId): number | null {
  const of = (id: PeerId) => knownMedian((rounds.get(id) ?? []).map((round) => round[key]));
  const [above, below] = [of(upper), of(lower)];
  return above === null || below === null ? null : above / below;
}

/** Rows that say less than they seem to: the gateway had time left, so that the load or other processes were the limit. */
export function idleRows(results: readonly CaseResult[]): string[] {
  return results.flatMap(({ name, rounds }) =>
    [...rounds].flatMap(([id, measured]) => {
      const busy = knownMedian(measured.map((round) => round.busy));
      return busy === null || busy >= leastBusy ? [] : [`${name} ${id} (${busy.toFixed(2)})`];
    }),
  );
}

/** What was to be reached, and whether it was; rows without a measured baseline are left out. */
export function targetTable(results: readonly CaseResult[]): string {
  const rows = results.flatMap((result) => {
    const { baselines: own, targets } = cases[result.name];
    return peerIds
      .filter((id) => result.rounds.has(id))
      .flatMap((id) => [
        ...baselines.flatMap((baseline) => {
          const [wanted, reached] = [targets[id]?.[baseline], ratioOf(result, id, baseline)];
          if (wanted === undefined || reached === null) return [];
          return [
            [
              result.name,
              id,
              `requests/s, by ${own[baseline]}`,
              shownRatio(wanted, baseline),
              shownRatio(reached, baseline),
              verdict(reached >= wanted),
              shownRatio(cpuRatioOf(result, id, baseline), baseline),
            ],
          ];
        }),
        ...(targets[id] === undefined ? [] : [latencyRow(result, id)]),
      ]);
  });
  if (rows.length === 0) return '';
  const head = ['case', 'gateway', 'measure', 'wanted', 'reached', '', 'by CPU time'];
  return [head, head.map(() => ':--'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function latencyRow({ name, rounds }: CaseResult, id: PeerId): string[] {
  const ratio = median((rounds.get(id) ?? []).map(({ p50Ms, p99Ms }) => p99Ms / p50Ms));
  return [name, id, 'p99 by p50', `at most ${largestP99}`, ratio.toFixed(1), verdict(ratio <= largestP99), ''];
}

const verdict = (isReached: boolean) => (isReached ? 'reached' : '**missed**');
const shown = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits));

function shownRatio(ratio: number | null, baseline: Baseline): string {
  if (ratio === null) return '–';
  return baseline === 'floor' ? `${(100 * ratio).toFixed(0)} %` : ratio.toFixed(ratio < 20 ? 1 : 0);
}

/** For programs: every round as it was measured. */
export function resultJson(results: readonly CaseResult[]): object[] {
  return results.map(({ name, rounds, checked }) => ({
    case: name,
    gateways: [...rounds].map(([id, measured]) => ({ id, title: peers[id].title, rounds: measured, answer: checked.get(id) ?? null })),
  }));
}
