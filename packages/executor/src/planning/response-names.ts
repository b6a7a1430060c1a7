// Names that stand in an operation while it is planned and executed in place of those that a client chose, where a client's could collide.

/** No name of a schema starts with two underscores, and every name of a client that starts like this is replaced too. */
const prefix = '__as_';

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The planner's own aliases end like this where two types give one name to fields that do not merge. */
const plannersAlias = /__alias_\d+$/;

/** The name under which a field travels that the client wants as `responseName`. */
export const internalNameOf = (responseName: string): string => prefix + responseName;

/** What stands for a required field with arguments: a client never has such a name, a schema may. */
const hiddenName = /^_required\d+_/;

/** The name of the hidden field that stands for a field: one of as many as there are numbers. */
export const hiddenNameOf = (field: string, number: number): string => `_required${number}_${field}`;

/** The name that the client wants: the inverse of `internalNameOf`; of a hidden field what it stands for; and the same name for any other. */
export const responseNameOf = (name: string): string =>
  name.startsWith(prefix) ? name.slice(prefix.length) : name.replace(hiddenName, '');

/**
 * Whether a name never travels as the client wrote it: it could be taken for an internal one, for what every object inherits, for an alias
 * of the planner, or for the answer to an entity fetch.
 */
export const isReservedName = (responseName: string): boolean =>
  responseName.startsWith(prefix) ||
  hiddenName.test(responseName) ||
  inherited.has(responseName) ||
  plannersAlias.test(responseName) ||
  responseName === '_entities';
