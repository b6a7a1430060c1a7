// What operators do while clients go on: new supergraphs, new gateways. Nobody may notice.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Measured } from '../measure.ts';
import type { Findings, Scenario } from '../scenario.ts';

const nobodyNotices = ({ during: { requests, counts } }: Measured): Findings => ({
  facts: [{ what: 'every request is answered right', holds: counts.right === requests }],
});

/** The supergraph with a field that nobody asks for. */
function withField(supergraph: string, name: string): string {
  const changed = supergraph.replace(/^type RatingSummary\b[^{]*\{\n/m, (head) => `${head}  ${name}: Int\n`);
  if (changed === supergraph) throw new Error('The supergraph has no type RatingSummary.');
  return changed;
}

/** In one step: nobody reads half of it. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const reloaded: Scenario = {
  name: 'hot reload',
  what: 'a field comes and goes in the supergraph, again and again, each time as soon as the last one is served',
  hurts: [],
  perSecond: ({ reloadsPerSecond }) => reloadsPerSecond,
  async disturb({ rig, pace }) {
    const original = readFileSync(rig.supergraphFile, 'utf8');
    const startedAt = performance.now();
    for (let turn = 1; turn <= pace.reloads; turn += 1) {
      const served = rig.gateway.logs('a new supergraph is served');
      replaceFile(rig.supergraphFile, turn === pace.reloads || turn % 2 === 0 ? original : withField(original, `added${turn}`));
      await served;
    }
    return {
      figures: [
        { what: 'reloads', value: pace.reloads, unit: '' },
        { what: 'time of a reload', value: (performance.now() - startedAt) / pace.reloads, unit: 'ms' },
      ],
    };
  },
  judge: nobodyNotices,
};

const rolled: Scenario = {
  name: 'rolling restart',
  what: 'two gateways are replaced one after the other (SIGTERM); clients ask those that are ready',
  hurts: [],
  gateways: 2,
  async disturb({ gateways }) {
    for (const gateway of gateways) await gateway.restart();
  },
  judge: nobodyNotices,
};

export const changeScenarios: readonly Scenario[] = [reloaded, rolled];
