// What a new subgraph and its entities are called, in every form that its files need; and which names cannot be.

/** The forms of an entity's name: for `SalesRep` salesRep, salesReps, sales-reps, "sales rep", "sales reps". */
export interface EntityNames {
  readonly Type: string;
  readonly one: string;
  readonly many: string;
  /** Of the file of its rules. */
  readonly file: string;
  readonly words: string;
  readonly manyWords: string;
}

const entityPattern = /^[A-Z][a-z0-9]*(?:[A-Z][a-z0-9]+)*$/;
const subgraphPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const maxNameLength = 40;

/** Services, databases and variables of the platform itself. */
const reservedSubgraphs = ['gateway', 'setup', 'postgres', 'template0', 'template1', 'cli', 'prisma', 'tests', 'contract', 'subgraph'];

/** Types of GraphQL, of every subgraph and of the code that is generated or written beside them. */
const reservedTypes = [
  ...[
    'Query',
    'Mutation',
    'Subscription',
    'String',
    'Int',
    'Float',
    'Boolean',
    'Id',
    'Date',
    'DateTime',
    'Decimal',
    'PageInfo',
    'UserError',
  ],
  ...[
    'Connection',
    'Edge',
    'Prisma',
    'PrismaClient',
    'Context',
    'Loaders',
    'Outcome',
    'Principal',
    'Config',
    'Resolvers',
    'Scalars',
    'Maybe',
  ],
  ...['Array', 'Error', 'Exact', 'Map', 'Object', 'Omit', 'Partial', 'Pick', 'Promise', 'Record', 'Set', 'Symbol', 'Function', 'Number'],
  ...['IdempotencyKey', 'UsedNonce', 'AuditOutbox', 'Entity', 'Service', 'Any'],
];

/** Words that TypeScript keeps for itself and that `one` or `many` would be. */
const keywords = ['case', 'class', 'const', 'default', 'delete', 'enum', 'export', 'function', 'import', 'in', 'new', 'package', 'return'];

/** Null where a subgraph can be called so. */
export function problemOfSubgraph(name: string): string | null {
  if (!subgraphPattern.test(name))
    return `"${name}" is no name for a subgraph: small letters and digits, words joined by hyphens (order-items).`;
  if (name.length > maxNameLength) return `"${name}" has more than ${maxNameLength} characters.`;
  if (reservedSubgraphs.includes(name)) return `"${name}" is a name of the platform's own.`;
  return null;
}

/** Null where an entity can be called so. */
export function problemOfEntity(type: string): string | null {
  if (!entityPattern.test(type)) return `"${type}" is no name for an entity: PascalCase, letters and digits (SalesRep).`;
  if (type.length > maxNameLength) return `"${type}" has more than ${maxNameLength} characters.`;
  const { one, many } = entityNames(type);
  if (reservedTypes.includes(type) || keywords.includes(one) || keywords.includes(many))
    return `"${type}" is reserved: choose another name.`;
  return null;
}

/** @param type a name that `problemOfEntity` finds nothing wrong with */
export function entityNames(type: string): EntityNames {
  const parts = type.split(/(?=[A-Z])/).map((part) => part.toLowerCase());
  const words = parts.join(' ');
  const one = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  return { Type: type, one, many: pluralOf(one), file: pluralOf(parts.join('-')), words, manyWords: pluralOf(words) };
}

/** The entity of a subgraph that names none: `order-items` has OrderItem. */
export function entityOfSubgraph(name: string): string {
  const pascal = name.replaceAll(/(?:^|-)([a-z0-9])/g, (_all, first: string) => first.toUpperCase());
  if (/ies$/.test(pascal)) return pascal.replace(/ies$/, 'y');
  if (/(?:x|z|ch|sh|ss)es$/.test(pascal)) return pascal.slice(0, -2);
  return /[^isu]s$/.test(pascal) ? pascal.slice(0, -1) : pascal;
}

/** Coordinates that an entity brings: its types and root fields. Nobody else may have them. */
export function coordinatesOfEntity(type: string): readonly string[] {
  const { one, many } = entityNames(type);
  const types = ['', 'Connection', 'Edge', 'Payload'].map((ending) => `${type}${ending}`);
  return [...types, `Create${type}Input`, `Query.${one}`, `Query.${many}`, `Mutation.create${type}`];
}

/** Null where no two of the entities bring the same. */
export function problemTogether(types: readonly string[]): string | null {
  const owner = new Map<string, string>();
  for (const type of types) {
    for (const coordinate of coordinatesOfEntity(type)) {
      const other = owner.get(coordinate);
      if (other === type) return `An entity "${type}" would bring ${coordinate} twice: choose another name.`;
      if (other !== undefined) return `The entities ${other} and ${type} would bring ${coordinate} both.`;
      owner.set(coordinate, type);
    }
  }
  return null;
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
