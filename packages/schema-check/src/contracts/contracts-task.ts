// Contracts in a check: each is composed and compared on both sides, and what is found says which contract it is.
import { createHash } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { skipped, taskResult } from '../check/task-results.ts';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import { diffSchemas } from '../diff/diff-schemas.ts';
import { lineageOf } from '../diff/source-places.ts';
import type { Change, Finding, TaskResult } from '../model.ts';
import { changesText, counted } from '../report/words.ts';
import { type ContractComposition, composeContract, type Locate, whyOf } from './compose-contract.ts';
import type { Contract } from './contract-config.ts';
import { locateIn } from './locate-elements.ts';

export interface ContractSide {
  readonly supergraph: string;
  /** Null where only the supergraph is known. */
  readonly sources: readonly SubgraphSource[] | null;
  /** Null: not known; those of the other side are taken. One of which the base has no tag is new then. */
  readonly contracts: readonly Contract[] | null;
}

/** What the changes of a contract's schema mean to whoever uses it. */
export type Judge = (base: GraphQLSchema, head: GraphQLSchema, changes: readonly Change[]) => readonly Finding[];

export interface ContractsResult {
  readonly task: TaskResult;
  /** Of changes that a contract has and the whole graph has not: approvals name them. */
  readonly fingerprints: ReadonlySet<string>;
}

/** @param known the changes of the whole graph: a contract's own have other fingerprints, so that an approval is for one of them alone. */
export function contractsTask(base: ContractSide, head: ContractSide, known: readonly Change[], judge: Judge): ContractsResult {
  const before = new Map((base.contracts ?? head.contracts ?? []).map((contract) => [contract.name, contract]));
  const after = new Map((head.contracts ?? base.contracts ?? []).map((contract) => [contract.name, contract]));
  if (before.size + after.size === 0) return { task: skipped('contracts', 'there are none'), fingerprints: new Set() };
  const places = { base: locateIn(base.sources ?? []), head: locateIn(head.sources ?? []) };
  const compared = [...after.values()].map((contract): ComparedContract => {
    const composition = composeContract(head.supergraph, contract, places.head);
    const was = before.get(contract.name);
    const earlier = was === undefined ? null : composeContract(base.supergraph, was, places.base);
    const isNew = base.contracts === null && earlier?.unknownTags.length === contract.include.length + contract.exclude.length;
    return comparedContract(contract, isNew ? null : earlier, composition, known, places, judge);
  });
  const removed = [...before.values()].filter(({ name }) => !after.has(name)).map(removedFinding);
  const told = compared.map(({ text }) => text).join('; ');
  return {
    task: taskResult('contracts', [...removed, ...compared.flatMap(({ findings }) => findings)], told === '' ? null : told),
    fingerprints: new Set(compared.flatMap(({ fingerprints }) => fingerprints)),
  };
}

interface ComparedContract {
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly fingerprints: readonly string[];
}

interface Places {
  readonly base: Locate;
  readonly head: Locate;
}

function comparedContract(
  contract: Contract,
  base: ContractComposition | null,
  head: ContractComposition,
  known: readonly Change[],
  places: Places,
  judge: Judge,
): ComparedContract {
  const { name } = contract;
  const told = (findings: readonly Finding[]) => [
    ...findings.map((finding) => ({ ...finding, message: `Contract ${name}: ${finding.message}` })),
    ...unknownTagFindings(contract, head),
  ];
  const without = (text: string, findings: readonly Finding[]) => ({
    text: `${name}: ${text}`,
    findings: told(findings),
    fingerprints: [],
  });
  if (head.kind === 'failed') return without(`does not compose (${counted(head.errors.length, 'error')})`, head.errors);
  if (base === null) return without('new', [contractFinding(contract, 'note', 'CONTRACT_ADDED', 'It is new.')]);
  if (base.kind === 'failed') {
    const message = `The base does not compose, so nothing is compared. ${base.errors[0]?.message ?? ''}`.trim();
    return without('nothing to compare with', [contractFinding(contract, 'warning', 'BASE_DOES_NOT_COMPOSE', message)]);
  }
  const shared = new Set(known.map(({ fingerprint }) => fingerprint));
  const changes = diffSchemas(base.api, head.api).map((change): Change => {
    const placed = { ...change, source: placeOf(change, head, places) };
    if (shared.has(change.fingerprint)) return placed;
    const reason = lineageOf(change.coordinate).flatMap((one) => head.reasons.get(one) ?? [])[0];
    const message = reason === undefined ? change.message : `${change.message} It is left out: ${whyOf(reason)}.`;
    return { ...placed, message, composedOnly: true, fingerprint: fingerprintIn(name, change.fingerprint) };
  });
  return {
    text: `${name}: ${changesText(changes)}`,
    findings: told(judge(base.api, head.api, changes)),
    fingerprints: changes.map(({ fingerprint }) => fingerprint).filter((one) => !shared.has(one)),
  };
}

/** Where the tag stands that leaves it out; else where it stands now, or has stood. */
function placeOf({ coordinate }: Change, { reasons }: ContractComposition, places: Places): Finding['source'] {
  const lineage = lineageOf(coordinate);
  const reason = lineage.flatMap((one) => reasons.get(one) ?? []).find(({ kind }) => kind === 'excluded');
  const atTag = reason?.kind === 'excluded' ? places.head(reason.at, reason.tag) : null;
  return atTag ?? places.head(coordinate, null) ?? places.base(coordinate, null);
}

const fingerprintIn = (contract: string, fingerprint: string): string =>
  createHash('sha256').update(`${contract}\n${fingerprint}`).digest('hex').slice(0, 16);

function contractFinding({ source }: Contract, level: Finding['level'], code: string, message: string): Finding {
  return { level, code, message, coordinate: null, source, suggestion: null, affected: [] };
}

const removedFinding = (contract: Contract): Finding => ({
  ...contractFinding(contract, 'warning', 'CONTRACT_REMOVED', `Contract ${contract.name}: It is not there any more.`),
  suggestion: 'Keep it until nobody is served by it.',
});

/** A misspelt tag excludes nothing, and nobody sees it. */
export const unknownTagFindings = (contract: Contract, { unknownTags }: ContractComposition): readonly Finding[] =>
  unknownTags.map((tag) =>
    contractFinding(contract, 'warning', 'CONTRACT_TAG_UNKNOWN', `Contract ${contract.name}: Nothing in the graph has the tag "${tag}".`),
  );
