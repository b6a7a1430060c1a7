// A planner's thread that loads and then dies of the first request: for tests.
import { parentPort } from 'node:worker_threads';

parentPort?.postMessage({
  kind: 'loaded',
  facts: {
    apiSchemaSdl: '',
    subgraphs: [],
    possibleTypes: {},
    costs: { weights: new Map(), listSizes: new Map() },
    requirements: { distinct: [], asked: new Map() },
  },
});
parentPort?.on('message', ({ text }: { text: string }) => {
  if (text === 'exit') process.exit(3);
  if (text === 'throw') throw new Error('broken');
  if (text === 'hang') for (;;);
  if (text === 'fill') for (const all: string[][] = []; ; ) all.push(Array.from({ length: 10_000 }, String));
  parentPort?.postMessage({ kind: 'outcome', outcome: { kind: 'invalid', faults: [{ message: text, code: 'X' }] } });
});
