// The matrix of one surface: every way × every caller × own and foreign rows, asked in few operations, each cell compared with the tables.
import type { Answer } from '@tributary/test-kit';
import { type GraphQLSchema, printSchema } from 'graphql';
import { isListField, waysOf } from '../paths/ways.ts';
import type { Caller } from '../policy/callers.ts';
import type { Policy } from '../policy/contract.ts';
import { expectationOf, type Terms } from '../policy/expect.ts';
import { variableValue, type World } from '../policy/world.ts';
import { observed } from './observe.ts';
import { type Question, questionsOf } from './questions.ts';

/** Where clients or the gateway ask: the gateway with all of the API, or one subgraph. */
export interface Surface {
  readonly name: string;
  /** As it is asked; nothing of it says who may read what. */
  readonly schema: GraphQLSchema;
  readonly policy: Policy;
  readonly callers: readonly Caller[];
  ask(caller: Caller, document: string, variables: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Mismatch {
  readonly coordinate: string;
  readonly path: string;
  readonly caller: string;
  readonly world: string;
  readonly expected: string;
  readonly got: string;
}

export interface Matrix {
  readonly cells: number;
  readonly operations: number;
  readonly coordinates: number;
  readonly mismatches: readonly Mismatch[];
}

interface MatrixOptions {
  readonly worlds: readonly World[];
  /** Commands spend rows, and change what queries see: they come after the queries of all surfaces. */
  readonly of: 'queries' | 'commands';
  /** Commands are given only to those who are to be refused: they spend no rows. */
  readonly refusedOnly?: boolean;
  /** Enough to know that something is wrong. */
  readonly untilFirst?: boolean;
}

/** Queries are asked several at a time, commands one by one. @throws {Error} when a coordinate is in no table. */
export async function runMatrix(surface: Surface, { worlds, of, refusedOnly = false, untilFirst = false }: MatrixOptions): Promise<Matrix> {
  const { schema, policy } = surface;
  const terms: Terms = { policy, isList: (coordinate) => isListField(schema, coordinate) };
  const questions = questionsFor(surface);
  const mismatches: Mismatch[] = [];
  let cells = 0;
  let operations = 0;
  const compare = async ({ question, caller, world }: Round) => {
    if (untilFirst && mismatches.length > 0) return;
    const told = question.cells.map((cell) => ({ cell, expectation: expectationOf(cell.way, caller, world, terms) }));
    if (refusedOnly && commandOf(told)?.outcome === 'value') return;
    const answer = await surface.ask(caller, question.document, valuesOf(question, world, isToTakeEffect(question, told)));
    operations += 1;
    for (const { cell, expectation } of told) {
      if (expectation.outcome === null) continue;
      cells += 1;
      const got = observed(cell, expectation, answer);
      if (got === expectation.outcome) continue;
      const path = cell.way.map((step) => `${step.field}${step.variant}`).join(' > ');
      const about = { coordinate: cell.coordinate, path, caller: caller.name, world: world.name };
      mismatches.push({ ...about, expected: expectation.outcome, got });
    }
  };
  const asked = questions.filter(({ isMutation }) => isMutation === (of === 'commands'));
  await inTurns(roundsOf(asked, surface.callers, worlds), of === 'commands' ? 1 : 8, compare);
  const coordinates = new Set(asked.flatMap((question) => question.cells.map(({ coordinate }) => coordinate))).size;
  return { cells, operations, coordinates, mismatches };
}

/** One line per mismatch. */
export const mismatchText = ({ coordinate, path, caller, world, expected, got }: Mismatch): string =>
  `${coordinate} through ${path}, ${caller}, ${world}: expected ${expected}, got ${got}`;

interface Round {
  readonly question: Question;
  readonly caller: Caller;
  readonly world: World;
}

const known = new Map<string, readonly Question[]>();

/** Made once for each schema: mutants of a subgraph are asked the same. */
function questionsFor({ schema, policy, name }: Surface): readonly Question[] {
  const id = `${name}\n${printSchema(schema)}`;
  const questions =
    known.get(id) ??
    questionsOf(waysOf(schema), (coordinate) => {
      const rule = policy.ruleOf(coordinate);
      return rule !== null && (rule.scopes.length > 0 || rule.services !== undefined);
    });
  known.set(id, questions);
  return questions;
}

/** What names no row of a company is asked in one world; of staff there is only the user. */
const rowVariables = new Set([
  'customer',
  'companyName',
  'order',
  'user',
  'email',
  'pending',
  'published',
  'placedOrder',
  'confirmedOrder',
  'spareKey',
]);

function roundsOf(questions: readonly Question[], callers: readonly Caller[], worlds: readonly World[]): Round[] {
  const concerns = ({ variables, isMutation, document }: Question, { name }: World) =>
    name === 'own' ||
    (name === 'foreign' && (!isMutation || variables.some((variable) => rowVariables.has(variable)))) ||
    (name === 'staff' && !isMutation && document.includes('id: $user'));
  return questions.flatMap((question) =>
    worlds.filter((world) => concerns(question, world)).flatMap((world) => callers.map((caller) => ({ question, caller, world }))),
  );
}

type Told = readonly { readonly cell: Question['cells'][number]; readonly expectation: ReturnType<typeof expectationOf> }[];

/** What is told of the command itself, or of the field of a query. */
const commandOf = (told: Told) => told.find(({ cell }) => cell.way.length === 1)?.expectation;

function isToTakeEffect({ isMutation }: Question, told: Told): boolean {
  const command = commandOf(told);
  return isMutation && command?.outcome === 'value' && command.found[0] !== 'refused';
}

/** A command that takes effect spends its spare row. */
const valuesOf = ({ variables }: Question, world: World, spent: boolean): Record<string, string> =>
  Object.fromEntries(variables.map((variable) => [variable, variableValue(variable, world, spent)]));

async function inTurns<Item>(items: readonly Item[], width: number, work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values(); // shared: each turn takes the next
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
