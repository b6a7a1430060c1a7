// The table of limits on documents and variable values: settings, documentation and refusals are made of it.

interface Limit {
  /** The environment variable that sets it. */
  readonly setting: string;
  /** In packages/errors/src/codes.ts. */
  readonly code: string;
  readonly default: number;
  /** The introspection query of an IDE passes. */
  readonly min: number;
  /** Against slips of the pen: README.md has figures for the defaults alone. */
  readonly max: number;
  /** Begins the message of a refusal. */
  readonly problem: string;
  /** What is counted, in a sentence, for the table of settings. */
  readonly description: string;
}

/** In the order in which they are judged. Sums are those of a whole document, its unused fragments too: validation reads them all. */
export const documentLimits = {
  characters: {
    setting: 'MAX_DOCUMENT_CHARACTERS',
    code: 'DOCUMENT_TOO_LARGE',
    default: 100_000,
    min: 10_000,
    max: 1_000_000,
    problem: 'Too many characters',
    description: 'Most characters of a document.',
  },
  tokens: {
    setting: 'MAX_TOKENS',
    code: 'TOO_MANY_TOKENS',
    default: 4_000,
    min: 500,
    max: 20_000,
    problem: 'Too many tokens',
    description: 'Most lexical tokens of a document; comments are none.',
  },
  nameLength: {
    setting: 'MAX_NAME_LENGTH',
    code: 'NAME_TOO_LONG',
    default: 255,
    min: 64,
    max: 4_096,
    problem: 'A name is too long',
    description: 'Most characters of a name, which errors repeat.',
  },
  nesting: {
    setting: 'MAX_NESTING',
    code: 'DOCUMENT_TOO_NESTED',
    default: 64,
    min: 32,
    max: 500,
    problem: 'Brackets are nested too deeply',
    description: 'Most brackets of any kind in each other, and most selection sets with fragments expanded.',
  },
  depth: {
    setting: 'MAX_DEPTH',
    code: 'OPERATION_TOO_DEEP',
    default: 10,
    min: 3,
    max: 100,
    problem: 'Fields are nested too deeply',
    description: 'Most fields in each other, fragments expanded; `edges` and `nodes` do not count, nor does introspection.',
  },
  introspectionDepth: {
    setting: 'MAX_INTROSPECTION_DEPTH',
    code: 'INTROSPECTION_TOO_DEEP',
    default: 15,
    min: 15,
    max: 50,
    problem: 'Introspection is nested too deeply',
    description: 'Most fields in each other in and below `__schema` or `__type`; the query of an IDE has 15.',
  },
  introspectionSize: {
    setting: 'MAX_INTROSPECTION_SIZE',
    code: 'INTROSPECTION_TOO_LARGE',
    default: 200_000,
    min: 200_000,
    max: 10_000_000,
    problem: 'Introspection answers too much',
    description: 'Most values that introspection may answer, on the assumption of 100 types with 10 fields each.',
  },
  rootFields: {
    setting: 'MAX_ROOT_FIELDS',
    code: 'TOO_MANY_ROOT_FIELDS',
    default: 20,
    min: 1,
    max: 200,
    problem: 'Too many root fields',
    description: 'Most fields at the root of an operation, fragments expanded.',
  },
  aliases: {
    setting: 'MAX_ALIASES',
    code: 'TOO_MANY_ALIASES',
    default: 50,
    min: 0,
    max: 1_000,
    problem: 'Too many aliases',
    description: 'Most aliases, fragments expanded.',
  },
  directives: {
    setting: 'MAX_DIRECTIVES',
    code: 'TOO_MANY_DIRECTIVES',
    default: 50,
    min: 0,
    max: 1_000,
    problem: 'Too many directives',
    description: 'Most directives, fragments expanded.',
  },
  directivesPerPlace: {
    setting: 'MAX_DIRECTIVES_PER_PLACE',
    code: 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE',
    default: 5,
    min: 0,
    max: 100,
    problem: 'Too many directives at one place',
    description: 'Most directives of one field, fragment, operation or variable.',
  },
  selections: {
    setting: 'MAX_SELECTIONS',
    code: 'TOO_MANY_SELECTIONS',
    default: 1_000,
    min: 300,
    max: 10_000,
    problem: 'Too many selections',
    description: 'Most fields and fragments that are selected, fragments expanded.',
  },
  repeats: {
    setting: 'MAX_REPEATED_FIELDS',
    code: 'FIELD_REPEATED_TOO_OFTEN',
    default: 100,
    min: 10,
    max: 1_000,
    problem: 'A field is repeated too often',
    description: 'Most selections that give the same place of the response, fragments expanded.',
  },
  comparisons: {
    setting: 'MAX_FIELD_COMPARISONS',
    code: 'SELECTIONS_OVERLAP_TOO_MUCH',
    default: 25_000,
    min: 1_000,
    max: 1_000_000,
    problem: 'Selections overlap too much',
    description: 'Most comparisons of fields that validation needs where selections meet at one place of the response, estimated.',
  },
  inputDepth: {
    setting: 'MAX_INPUT_DEPTH',
    code: 'INPUT_TOO_DEEP',
    default: 10,
    min: 3,
    max: 100,
    problem: 'Input is nested too deeply',
    description: 'Most lists and objects in each other, in an argument or a variable.',
  },
  inputItems: {
    setting: 'MAX_INPUT_LIST_ITEMS',
    code: 'INPUT_LIST_TOO_LONG',
    default: 500,
    min: 10,
    max: 10_000,
    problem: 'A list of the input is too long',
    description: 'Most items of one list, in an argument or a variable.',
  },
  inputValues: {
    setting: 'MAX_INPUT_VALUES',
    code: 'INPUT_TOO_LARGE',
    default: 5_000,
    min: 100,
    max: 100_000,
    problem: 'The input has too many values',
    description: 'Most values, lists and objects: in all arguments, fragments expanded, and again in all variables.',
  },
} as const satisfies Record<string, Limit>;

export type DocumentLimit = keyof typeof documentLimits;

/** A number for each limit: what is found up to it is accepted. */
export type DocumentLimits = Readonly<Record<DocumentLimit, number>>;

/** Of a fragment that spreads itself, however indirectly; no setting allows it. */
export const fragmentCycleCode = 'FRAGMENT_CYCLE';

export type DocumentLimitCode = (typeof documentLimits)[DocumentLimit]['code'] | typeof fragmentCycleCode;

/** In the order of the table. */
export const documentLimitNames = Object.keys(documentLimits) as readonly DocumentLimit[]; // the keys of a literal

/** One value for each limit of the table. */
export function limitsBy<Value>(settle: (limit: DocumentLimit) => Value): Readonly<Record<DocumentLimit, Value>> {
  const entries = documentLimitNames.map((limit) => [limit, settle(limit)]);
  return Object.fromEntries(entries) as Record<DocumentLimit, Value>; // one entry for each name
}

export const defaultDocumentLimits: DocumentLimits = Object.freeze(limitsBy((limit) => documentLimits[limit].default));
