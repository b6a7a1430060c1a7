// A scenario: something that happens to the running system under load, and what must hold meanwhile and afterwards.
import type { SubgraphName } from '@tributary/test-kit';
import type { Load } from './load.ts';
import type { Measured } from './measure.ts';
import type { LoadedGateway } from './parts/gateway.ts';
import type { Rig } from './rig.ts';

/** How long, and how much. */
export interface Pace {
  readonly perSecond: number;
  readonly beforeMs: number;
  /** Of what lasts as long as one likes. */
  readonly duringMs: number;
  readonly afterMs: number;
  readonly reloads: number;
  readonly reloadsPerSecond: number;
}

export const long: Pace = {
  perSecond: 100,
  beforeMs: 10_000,
  duringMs: 20_000,
  afterMs: 10_000,
  reloads: 100,
  reloadsPerSecond: 200,
};
export const short: Pace = { perSecond: 40, beforeMs: 700, duringMs: 1_500, afterMs: 500, reloads: 10, reloadsPerSecond: 50 };

export interface Stage {
  readonly rig: Rig;
  readonly load: Load;
  readonly pace: Pace;
  readonly gateways: readonly LoadedGateway[];
  /** Keeps a moment, for `judge`. */
  mark(name: string): void;
}

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | '/s' | '';
  /** What issue and research demand; absent where the number only informs. */
  readonly bound?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Something that is so or not, however fast the machine is. */
export interface Fact {
  readonly what: string;
  readonly holds: boolean;
}

export interface Findings {
  readonly figures?: readonly Figure[];
  readonly facts?: readonly Fact[];
}

export interface Scenario {
  readonly name: string;
  /** What happens, for people. */
  readonly what: string;
  /** The subgraphs that may fail meanwhile; all others must answer as ever. */
  readonly hurts: readonly SubgraphName[];
  /** Codes with which requests may be refused as a whole. */
  readonly refusals?: readonly string[];
  readonly needsRedis?: true;
  /** Two gateways, asked in turn. */
  readonly gateways?: 2;
  perSecond?(pace: Pace): number;
  /** From the first to the last moment of what happens; gives what is measured by the way. */
  disturb(stage: Stage): Promise<Findings | undefined>;
  /** What the load has seen of it. */
  judge?(measured: Measured, marks: ReadonlyMap<string, number>): Findings;
}
