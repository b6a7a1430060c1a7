// A graph of any size, before and after a change, and the operations that are known of it: the same for the same size on every machine.

export interface GraphSize {
  readonly subgraphs: number;
  readonly typesPerSubgraph: number;
  readonly operations: number;
}

export interface GeneratedGraph {
  /** SDL by name of the subgraph. */
  readonly base: ReadonlyMap<string, string>;
  readonly head: ReadonlyMap<string, string>;
  readonly operations: readonly { readonly name: string; readonly document: string }[];
}

/** Of ten types: five entities, two objects, an enum, an input and an interface. Each subgraph extends entities of the one before. */
export function generateGraph({ subgraphs, typesPerSubgraph, operations }: GraphSize): GeneratedGraph {
  const groups = Math.floor(typesPerSubgraph / 10);
  const names = Array.from({ length: subgraphs }, (_, index) => `subgraph${index}`);
  const shape = { subgraphs, groups };
  return {
    base: new Map(names.map((name, index) => [name, subgraphOf(index, shape, false)])),
    // One in ten is touched, as in a change that goes through several teams.
    head: new Map(names.map((name, index) => [name, subgraphOf(index, shape, index % 10 === 0)])),
    operations: Array.from({ length: operations }, (_, index) => ({ name: `Operation${index}`, document: operationOf(index, shape) })),
  };
}

interface Shape {
  readonly subgraphs: number;
  readonly groups: number;
}

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@override", "@listSize"])';

const entitiesPerGroup = 5;

function subgraphOf(index: number, { subgraphs, groups }: Shape, isChanged: boolean): string {
  const parts = [link];
  const roots: string[] = [];
  for (let group = 0; group < groups; group++) {
    const own = `${index}_${group}`;
    for (let entity = 0; entity < entitiesPerGroup; entity++) {
      const type = `Entity${own}_${entity}`;
      roots.push(`"One." ${type.toLowerCase()}("Its id." id: ID!): ${type}`);
      parts.push(entityOf(index, group, entity, { subgraphs, groups }, isChanged));
    }
    roots.push(
      `"A page." page${own}("Which." filter: Filter${own}, "How many." first: Int = 10): [Entity${own}_0!]! @listSize(slicingArguments: ["first"])`,
      `"Anything." any${own}("Which." id: ID!): Named${own}`,
    );
    parts.push(...valuesOf(own));
  }
  parts.push(`"All." type Query {\n${roots.join('\n')}\n}`);
  return parts.join('\n\n');
}

function entityOf(index: number, group: number, entity: number, { subgraphs, groups }: Shape, isChanged: boolean): string {
  const own = `${index}_${group}`;
  const type = `Entity${own}_${entity}`;
  const next = `Entity${own}_${(entity + 1) % entitiesPerGroup}`;
  const fields = [
    '"Id." id: ID!',
    '"Name." name: String!',
    '"Size." size: Int!',
    '"Weight." weight: Float',
    isChanged && entity === 0 ? '' : '"Old." old: String',
    isChanged ? '"New." added: String' : '',
    `"State." state: State${own}`,
    `"Detail." detail: Detail${own}`,
    `"Next." next: ${next}`,
  ];
  const before = (index + subgraphs - 1) % subgraphs;
  // The third entity of a group is in the subgraph after it too, which needs what the first one has.
  const foreign = `Entity${before}_${group % groups}_3`;
  const extension =
    entity === 0 && subgraphs > 1
      ? `\n\n"Elsewhere." type ${foreign} @key(fields: "id") { "Id." id: ID! "Size." size: Int! @external "Stock." stock${index}: Int @requires(fields: "size") "Here." local${index}: ${type} ${isChanged ? `"Weight." weight: Float @override(from: "subgraph${before}")` : ''} }`
      : '';
  // Another key may be another way: whoever passes here is planned again.
  const key = isChanged && entity === 1 ? ' @key(fields: "id name")' : '';
  return `"Entity." type ${type} implements Named${own} @key(fields: "id")${key} {\n${fields.filter((field) => field !== '').join('\n')}\n}${extension}`;
}

const valuesOf = (own: string): readonly string[] => [
  `"Named." interface Named${own} { "Id." id: ID! "Name." name: String! }`,
  `"Detail." type Detail${own} { "Text." text: String! "Inner." inner: Inner${own} }`,
  `"Inner." type Inner${own} { "Depth." depth: Int! "State." state: State${own} }`,
  `"State." enum State${own} { ACTIVE PAUSED ENDED }`,
  `"Filter." input Filter${own} { "Name." name: String "State." state: State${own} }`,
];

/** Three levels deep, through two subgraphs. */
function operationOf(index: number, { subgraphs, groups }: Shape): string {
  const subgraph = index % subgraphs;
  const group = Math.floor(index / subgraphs) % groups;
  const own = `${subgraph}_${group}`;
  const after = (subgraph + 1) % subgraphs;
  const first = index % entitiesPerGroup;
  const foreign = subgraphs > 1 ? `stock${after} local${after} { id name next { name } }` : 'name';
  const other = index % 3 === 0 ? `any${own}(id: $id) { id name ... on Entity${own}_1 { weight } }` : '';
  return `query Operation${index}($id: ID!, $first: Int, $filter: Filter${own}) {
  entity${own}_3(id: $id) { id name size weight detail { text inner { depth state } } ${foreign} }
  entity${own}_${first}(id: $id) { ${first === 0 && index % 7 === 0 ? 'old' : 'id'} state next { name next { name size } } }
  page${own}(first: $first, filter: $filter) { id name state next { id detail { text } } }
  ${other}
}`;
}
