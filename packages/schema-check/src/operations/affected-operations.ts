// Which known operations a change of the schema breaks, or may break.
import { type RecordedUses, type SchemaUses, schemaUsesOf, schemaUsesOfRecorded, type Use } from '@tributary/usage';
import { type DocumentNode, type GraphQLSchema, Kind, parse } from 'graphql';
import { changeCodes, isChangeCode } from '../change-codes.ts';
import { parentOf } from '../diff/source-places.ts';
import type { AffectedOperation, Change, UsageEntry } from '../model.ts';
import { refusalOf } from './refusal-of.ts';

/** A known operation that the schema refuses, and why. */
export interface InvalidOperation {
  readonly operation: UsageEntry;
  readonly reason: string;
}

/**
 * Those that head refuses are broken; those that stand where a change is felt are potentially affected. What base refuses already is passed over
 * (`judgedOperations` names it). Each entry of a document is told for itself, so that every client is named; where it is recorded what the values
 * of its variables used, that counts, else all that they can hold.
 * @param changes of `diffSchemas` or `diffGraphs`; the safe ones are felt by none.
 */
export function affectedOperations(
  base: GraphQLSchema,
  head: GraphQLSchema,
  changes: readonly Change[],
  usage: readonly UsageEntry[],
): readonly AffectedOperation[] {
  return judgedOperations(base, head, changes, usage).affected;
}

export interface JudgedOperations {
  readonly affected: readonly AffectedOperation[];
  readonly invalid: readonly InvalidOperation[];
}

/** The same, with those that base refuses already. */
export function judgedOperations(
  base: GraphQLSchema,
  head: GraphQLSchema,
  changes: readonly Change[],
  usage: readonly UsageEntry[],
): JudgedOperations {
  const feltAt = feltAtOf(base, changes);
  const documents = new Map<string, JudgedDocument>();
  const affected: AffectedOperation[] = [];
  const invalid: InvalidOperation[] = [];
  for (const { uses, ...operation } of usage) {
    const document = documents.get(operation.document) ?? judgedDocument(operation.document, base, head, feltAt);
    documents.set(operation.document, document);
    if (document.kind === 'invalid') invalid.push({ operation, reason: document.reason });
    const result = document.kind === 'touched' ? resultOf(document, base, feltAt, uses ?? null) : null;
    if (result !== null) affected.push({ operation, ...result });
  }
  return { affected, invalid };
}

/** A document that base refuses, that no change reaches, or that changes may be felt by. */
type JudgedDocument = { readonly kind: 'invalid'; readonly reason: string } | { readonly kind: 'untouched' } | TouchedDocument;

interface TouchedDocument {
  readonly kind: 'touched';
  readonly document: DocumentNode;
  /** By whatever its variables can hold. */
  readonly touching: readonly Change[];
  /** Of head; null when it is valid there. */
  readonly refusal: string | null;
}

type Parsed = { readonly kind: 'valid'; readonly document: DocumentNode } | { readonly kind: 'refused'; readonly reason: string };

function parsedOn(schema: GraphQLSchema, text: string): Parsed {
  try {
    const document = parse(text, { noLocation: true });
    const reason = refusalOf(schema, document);
    return reason === null ? { kind: 'valid', document } : { kind: 'refused', reason };
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

function judgedDocument(text: string, base: GraphQLSchema, head: GraphQLSchema, feltAt: FeltAt): JudgedDocument {
  const parsed = parsedOn(base, text);
  if (parsed.kind === 'refused') return { kind: 'invalid', reason: parsed.reason };
  const { document } = parsed;
  const touching = changesFeltBy(schemaUsesOf(base, document), feltAt);
  const refusal = refusalOf(head, document);
  return touching.length === 0 && refusal === null ? { kind: 'untouched' } : { kind: 'touched', document, touching, refusal };
}

function resultOf(
  { document, touching: possible, refusal: invalid }: TouchedDocument,
  base: GraphQLSchema,
  feltAt: FeltAt,
  uses: RecordedUses | null,
): Omit<AffectedOperation, 'operation'> | null {
  const isNarrowed = invalid === null && uses !== null; // what is refused as a document is so with all values
  const touching = isNarrowed ? changesFeltBy(schemaUsesOf(base, document, schemaUsesOfRecorded(uses)), feltAt) : possible;
  const fingerprints = touching.map(({ fingerprint }) => fingerprint);
  const refusal = invalid ?? valueRefusalOf(document, touching);
  if (refusal !== null) return { status: 'broken', reason: refusal, changes: fingerprints };
  if (touching.length === 0) return null;
  const [first, ...others] = touching;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return { status: 'potentially-affected', reason: `${first?.message}${more}`, changes: fingerprints };
}

/** A variable that must be given cannot have the field that it has to have now, although the document is valid. */
function valueRefusalOf({ definitions }: DocumentNode, touching: readonly Change[]): string | null {
  const required = definitions
    .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : []))
    .flatMap(({ type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.NAMED_TYPE && defaultValue === undefined ? [type.type.name.value] : [],
    );
  const refusing = touching.find(
    ({ code, coordinate }) => code === 'REQUIRED_INPUT_FIELD_ADDED' && required.includes(parentOf(coordinate) ?? ''),
  );
  return refusing === undefined ? null : `A variable must have what it cannot have had: ${refusing.message}`;
}

/** Coordinate that operations use -> the changes that are felt there, each with the uses that feel it. */
type FeltAt = ReadonlyMap<string, readonly { readonly change: Change; readonly uses: readonly Use[] }[]>;

function feltAtOf(base: GraphQLSchema, changes: readonly Change[]): FeltAt {
  const feltAt = new Map<string, { change: Change; uses: readonly Use[] }[]>();
  for (const change of changes) {
    if (change.severity === 'safe' || !isChangeCode(change.code)) continue;
    for (const { at, uses } of changeCodes[change.code].felt) {
      const place = at === 'coordinate' ? change.coordinate : parentOf(change.coordinate);
      for (const each of place === null ? [] : selectedAs(base, place)) feltAt.set(each, [...(feltAt.get(each) ?? []), { change, uses }]);
    }
  }
  return feltAt;
}

/** The coordinate, and that of the same field of each interface that the type implements: operations select it there as well. */
function selectedAs(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const dot = coordinate.indexOf('.');
  const type = dot === -1 ? undefined : schema.getType(coordinate.slice(0, dot));
  if (type === undefined || !('getInterfaces' in type)) return [coordinate];
  return [coordinate, ...type.getInterfaces().map(({ name }) => `${name}${coordinate.slice(dot)}`)];
}

function changesFeltBy(uses: SchemaUses, feltAt: FeltAt): readonly Change[] {
  const felt = new Set<Change>();
  for (const [coordinate, kinds] of uses) {
    for (const { change, uses: feeling } of feltAt.get(coordinate) ?? []) if (feeling.some((use) => kinds.has(use))) felt.add(change);
  }
  return [...felt];
}
