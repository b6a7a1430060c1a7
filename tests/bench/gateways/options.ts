// The command line of the benchmark.
import { parseArgs } from 'node:util';
import { type CaseName, caseNames, cases } from './cases.ts';
import { installedLoadTool, type Pace } from './load-tool.ts';
import { type PeerId, peerIds, peers } from './peers.ts';

export const memoryChecks = ['rss', 'reloads', 'operations'] as const;
export type MemoryCheck = (typeof memoryChecks)[number];

export interface Options {
  readonly command: 'measure' | 'check' | 'profile' | 'cold' | MemoryCheck;
  readonly cases: readonly CaseName[];
  /** null: those of each case. */
  readonly peers: readonly PeerId[] | null;
  readonly profiled: PeerId | null;
  readonly pace: Pace;
  /** Of the memory checks: how many reloads or operations; of `cold`: how many variants. null: the standard. */
  readonly count: number | null;
}

const list = (entries: readonly (readonly [name: string, meaning: string])[]) =>
  entries.map(([name, meaning]) => `    ${name.padEnd(24)}${meaning}`).join('\n');

export const usage = `Usage: npx pnpm bench [COMMAND] [options]

Measures federation gateways side by side on this machine: the same subgraphs, the same requests, the same load, one process on one core
each, in alternating rounds. Every answer is compared with stock's first; a wrong answer or a failed request ends the run with exit code 1.
The other gateways are installed from the registry on first use (about 700 MB). Everything listens on 127.0.0.1 and is ended with the run.

  npx pnpm bench                              everything: about 45 minutes
  npx pnpm bench --quick                      big, medium and tiny for the gateways that matter: about 6 minutes
  npx pnpm bench --check                      measures nothing: does every gateway answer the same? 1 minute
  npx pnpm bench --queries tiny --peers tributary,stock --seconds 5
  npx pnpm bench --profile tributary --queries big
  npx pnpm bench cold                         CPU of operations seen for the first time
  npx pnpm bench memory rss                   memory of ours and of stock under the same load
  npx pnpm bench memory reloads               growth of memory over 100 reloads of the supergraph
  npx pnpm bench memory operations            growth of memory over 100,000 distinct operations
  npx pnpm bench:page                         another benchmark: the page query of our own graph, all services on this machine

Options
  --queries A,B      the cases (below); all of them unless given
  --peers A,B        the gateways (below); those of each case unless given. Ratios need their baselines: stock, hive, router-runtime ...
  --rounds N         rounds of each gateway in each case (3)
  --seconds S        of one round (10)
  --warm S           of load before the first round (8)
  --connections N    of the load (50)
  --load-tool TOOL   wrk or autocannon
  --profile PEER     a CPU profile under load instead of measurements: by package and by function, and a .cpuprofile
  --count N          of reloads, of operations, or of variants of each query (cold)

Cases
${list(caseNames.map((name) => [name, cases[name].title]))}

Gateways
${list(peerIds.map((id) => [id, peers[id].title]))}

wrk is used as the load tool where it is installed (apt-get install wrk), else autocannon, which needs more of its core and so limits the
fastest gateways: the report names it. Results are in .cache/bench: one Markdown table and all rounds as JSON. docs/benchmarks.md says
how to read them and how to distrust them.
`;

const quick = {
  cases: ['big', 'medium', 'tiny'],
  peers: ['stock', 'mercurius', 'hive', 'router-runtime', 'drop-in', 'tributary', 'floor'],
} as const satisfies { readonly cases: readonly CaseName[]; readonly peers: readonly PeerId[] };

export class UsageError extends Error {}

/** @throws {UsageError} in words for whoever typed it. null: help was asked for. */
export function parseOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parsed(args);
  if (values.help === true) return null;
  const isQuick = values.quick === true;
  const profiled = values.profile === undefined ? null : oneOf(values.profile, peerIds, '--profile');
  return {
    command: commandOf(positionals, values.check === true, profiled !== null),
    cases: namesOf(values.queries, caseNames, '--queries') ?? (isQuick || profiled !== null ? quick.cases : caseNames),
    peers: namesOf(values.peers, peerIds, '--peers') ?? (isQuick ? quick.peers : null),
    profiled,
    pace: {
      tool: values['load-tool'] === undefined ? installedLoadTool() : oneOf(values['load-tool'], ['wrk', 'autocannon'], '--load-tool'),
      rounds: numberOf(values.rounds, '--rounds') ?? (isQuick ? 2 : 3),
      seconds: numberOf(values.seconds, '--seconds') ?? (isQuick ? 4 : 10),
      warmSeconds: numberOf(values.warm, '--warm') ?? (isQuick ? 4 : 8),
      connections: numberOf(values.connections, '--connections') ?? 50,
    },
    count: numberOf(values.count, '--count'),
  };
}

function parsed(args: readonly string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const numbers = { rounds: text, seconds: text, warm: text, connections: text, count: text };
  const options = { help: flag, quick: flag, check: flag, queries: text, peers: text, profile: text, 'load-tool': text, ...numbers };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function commandOf([command, what, ...rest]: readonly string[], check: boolean, profile: boolean): Options['command'] {
  if (command === 'memory' && rest.length === 0) return oneOf(what ?? '', memoryChecks, 'memory');
  if (command === 'cold' && what === undefined) return 'cold';
  if (command !== undefined) throw new UsageError(`There is no command "${[command, what, ...rest].join(' ').trim()}".`);
  if (check) return 'check';
  return profile ? 'profile' : 'measure';
}

function namesOf<Name extends string>(text: string | undefined, known: readonly Name[], flag: string): readonly Name[] | null {
  return text === undefined ? null : text.split(',').map((name) => oneOf(name, known, flag));
}

function oneOf<Name extends string>(text: string, known: readonly Name[], flag: string): Name {
  const found = known.find((name) => name === text);
  if (found === undefined) throw new UsageError(`${flag}: there is no "${text}". There are: ${known.join(', ')}.`);
  return found;
}

function numberOf(text: string | undefined, flag: string): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${flag}: "${text}" is not a whole number from 1.`);
  return value;
}
