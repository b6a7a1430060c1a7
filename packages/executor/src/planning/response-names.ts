// Names that stand in an operation while it is planned and executed in place of those that a client chose, where a client's could collide.

/** No name of a schema starts with two underscores, and every name of a client that starts like this is replaced too. */
const prefix = '__as_';

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The planner's own aliases end like this where two types give one name to fields that do not merge. */
const plannersAlias = /__alias_\d+$/;

/** The name under which a field travels that the client wants as `responseName`. */
export const internalNameOf = (responseName: string): string => prefix + responseName;

/** The name that the client wants: the inverse of `internalNameOf`, and the same name for any other. */
export const responseNameOf = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

/**
 * Whether a name never travels as the client wrote it: it could be taken for an internal one, for what every object inherits, for an alias
 * of the planner, or for the answer to an entity fetch.
 */
export const isReservedName = (responseName: string): boolean =>
  responseName.startsWith(prefix) || inherited.has(responseName) || plannersAlias.test(responseName) || responseName === '_entities';
