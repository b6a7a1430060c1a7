// What recording costs a request, in processor time: `node gateway/test/usage-cost.ts`.
import { setImmediate } from 'node:timers/promises';
import { anonymous } from '@tributary/auth-kit';
import { createLogger } from '@tributary/logging';
import { buildSchema } from 'graphql';
import type { Generation, VariableValues } from '../src/operations/operation-engine.ts';
import { createUsageRecorder } from '../src/usage/usage-recorder.ts';

const fields = Array.from({ length: 10 }, (_, index) => `f${index}: Int`).join(' ');
const schema = buildSchema(`input In { ${fields} in: In list: [In!] } type Query { a(in: In, first: Int, after: String): Int }`);
const times = 1_000_000;

async function measure(name: string, text: string, variables: VariableValues): Promise<void> {
  const recorder = createUsageRecorder({ maxOperations: 5_000, logger: createLogger({ service: 'gateway' }), now: Date.now });
  const source = { text, operationName: null, schema };
  const generation = { sourceOf: () => source } as Partial<Generation> as Generation; // it asks for no more
  const operation = { kind: 'query', name: 'A' } as const;
  const asker = { principal: anonymous, clientName: 'web', clientVersion: '2.1.0' };
  const record = (count: number) => {
    for (let index = 0; index < count; index += 1) recorder.record(operation, variables, generation, asker);
  };
  record(1);
  await setImmediate();
  record(100_000);
  const before = process.cpuUsage();
  record(times);
  const nanoseconds = (process.cpuUsage(before).user * 1_000) / times;
  process.stdout.write(`${name}: ${Math.round(nanoseconds)} ns\n`);
}

const item = { f0: 1, f1: null, f2: 3 };
await measure('no variables', 'query A { a }', {});
await measure('two scalars', 'query A($first: Int, $after: String) { a(first: $first, after: $after) }', { first: 1 });
await measure('an input object of twelve fields', 'query A($in: In) { a(in: $in) }', { in: item });
await measure('eleven of them', 'query A($in: In) { a(in: $in) }', { in: { ...item, list: Array.from({ length: 10 }, () => item) } });
