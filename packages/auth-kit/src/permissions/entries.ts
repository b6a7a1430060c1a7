// The words of a permissions.ts: what directives cannot say.
import type { Principal } from '../principal.ts';

export interface PublicEntry {
  readonly kind: 'public';
}
interface ServicesEntry {
  readonly kind: 'services';
  /** Null: every sibling. */
  readonly names: readonly string[] | null;
}
export interface RowRule<Context> {
  readonly kind: 'row-rule';
  readonly name: string;
  readonly allows: (value: never, context: Context) => boolean | Promise<boolean>;
}
interface NullUnlessEntry<Context> {
  readonly kind: 'null-unless';
  readonly rule: RowRule<Context>;
}

export type FieldEntry<Context> = PublicEntry | ServicesEntry | NullUnlessEntry<Context>;

/** The fields of a type, one by one; `rows` is the row rule of the type. */
export interface FieldEntries<Context> {
  readonly rows?: RowRule<Context>;
  readonly [field: string]: FieldEntry<Context> | RowRule<Context> | undefined;
}

/** The entries of one type: the whole type, or its fields one by one. */
export type TypeEntry<Context> = PublicEntry | FieldEntries<Context>;

export type PermissionEntries<Context> = Readonly<Record<string, TypeEntry<Context>>>;

export interface WithPrincipal {
  readonly principal: Principal;
}

/** Anyone may read it, as far as its type's directive allows. */
export const public_: PublicEntry = Object.freeze({ kind: 'public' });

export function isWholeType<Context>(entry: TypeEntry<Context> | undefined): entry is PublicEntry {
  return entry === public_;
}

/** The entries of a type's fields; none when there is no entry or it names the whole type. */
export function fieldEntriesOf<Context>(entry: TypeEntry<Context> | undefined): FieldEntries<Context> {
  return entry === undefined || isWholeType(entry) ? {} : entry;
}

/** Only these sibling services may read it. */
export function services(...names: readonly string[]): ServicesEntry {
  return { kind: 'services', names };
}

/** Every sibling service may read it, the gateway may not: which services there are is said by who has a key. */
export const siblings: ServicesEntry = Object.freeze({ kind: 'services', names: null });

/**
 * Names a rule about a row. `value` is the object that a resolver returned (for `rows`) or the parent object (for `nullUnless`).
 * What it refuses is null, never an error: a foreign and a missing object answer alike.
 */
export function rowRule<Value, Context>(
  name: string,
  allows: (value: Value, context: Context) => boolean | Promise<boolean>,
): RowRule<Context> {
  // The values of a type are what its resolvers return; the rule's author names their type, the schema cannot check it.
  return { kind: 'row-rule', name, allows: allows as RowRule<Context>['allows'] };
}

/** The field is null, without an error, unless the rule allows it; its directives are checked before. */
export function nullUnless<Context>(rule: RowRule<Context>): NullUnlessEntry<Context> {
  return { kind: 'null-unless', rule };
}
