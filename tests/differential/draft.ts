// A supergraph while it is being generated: subgraphs as tables of types and fields, printed as SDL at the end.

export interface DraftField {
  readonly name: string;
  readonly type: string;
  /** As in SDL, with its parentheses; empty when there are none. */
  readonly args: string;
  readonly directives: Set<string>;
}

export interface DraftType {
  readonly keyword: 'type' | 'interface';
  readonly name: string;
  readonly interfaces: Set<string>;
  readonly directives: Set<string>;
  readonly fields: Map<string, DraftField>;
}

export interface DraftSubgraph {
  readonly name: string;
  readonly types: Map<string, DraftType>;
  readonly unions: Map<string, Set<string>>;
}

export interface FieldOptions {
  readonly args?: string;
  readonly directives?: readonly string[];
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@requires", "@provides", "@external",
  "@shareable", "@override", "@inaccessible", "@interfaceObject"])`;

/** What every subgraph defines alike once a field of it names it. */
const commonTypes: readonly (readonly [name: string, sdl: string])[] = [
  ['Filter', 'input Filter { min: Int = 1, text: String, color: Color, deep: Filter, list: [Int!] }'],
  ['Color', 'enum Color { RED GREEN BLUE HIDDEN @inaccessible }'],
  ['Json', 'scalar Json'],
  ['Stamp', 'scalar Stamp'],
];

export function draftSubgraph(name: string): DraftSubgraph {
  return { name, types: new Map(), unions: new Map() };
}

/** The type of that name, added when it is missing. */
export function typeIn(subgraph: DraftSubgraph, name: string, keyword: DraftType['keyword'] = 'type'): DraftType {
  const known = subgraph.types.get(name);
  if (known !== undefined) return known;
  const added: DraftType = { keyword, name, interfaces: new Set(), directives: new Set(), fields: new Map() };
  subgraph.types.set(name, added);
  return added;
}

/** The field of that name, added when it is missing; one that is there stays as it is, but gains the directives. */
export function fieldIn(
  type: DraftType,
  name: string,
  typeReference: string,
  { args = '', directives = [] }: FieldOptions = {},
): DraftField {
  const field = type.fields.get(name) ?? { name, type: typeReference, args, directives: new Set<string>() };
  for (const directive of directives) field.directives.add(directive);
  type.fields.set(name, field);
  return field;
}

export function printSubgraph({ types, unions }: DraftSubgraph): string {
  const own = [...types.values()].map(printType);
  const ofUnions = [...unions].map(([name, members]) => `union ${name} = ${[...members].join(' | ')}`);
  let text = [...own, ...ofUnions].join('\n\n');
  for (const [name, sdl] of commonTypes) if (new RegExp(`\\b${name}\\b`).test(text)) text += `\n\n${sdl}`;
  return `${link}\n\n${text}\n`;
}

function printType({ keyword, name, interfaces, directives, fields }: DraftType): string {
  const implementing = interfaces.size === 0 ? '' : ` implements ${[...interfaces].join(' & ')}`;
  const head = [`${keyword} ${name}${implementing}`, ...directives].join(' ');
  const body = [...fields.values()].map((field) => `  ${[`${field.name}${field.args}: ${field.type}`, ...field.directives].join(' ')}\n`);
  return `${head} {\n${body.join('')}}`;
}
