// Names for what stock does wrong without any fault of a subgraph: its answer is not what graphql-js gives over one schema.
import type { Observation } from './laboratory.ts';
import type { Supergraph } from './supergraph.ts';

export interface StockFault {
  readonly name: string;
  readonly reason: string;
  shows(observation: Observation, supergraph: Supergraph): boolean;
}

const messages = ({ clean }: Observation): string => clean.errors.map(({ message }) => message).join('\n');

/** The first that shows gives the name: the narrow ones stand first. */
export const stockFaults: readonly StockFault[] = [
  {
    name: 'alias steers a requirement',
    reason: 'An alias of the client has the name of a field that another subgraph requires or is keyed by, and takes its place.',
    shows: ({ experiment }) => experiment.operation.collides,
  },
  {
    name: 'requirement asked where it cannot be resolved',
    reason:
      'A field that requires others is selected without a representation, or an @external copy is selected as if it were resolved there.',
    shows: (observation) => /needs a representation|only as @external/.test(messages(observation)),
  },
  {
    name: 'representation without its key',
    reason: 'Key and required fields stand under different type conditions, and only one of them applies to the object.',
    shows: (observation) => messages(observation).includes('no key of'),
  },
  {
    name: 'lists of lists in a requirement',
    reason: 'Objects in a list of a list reach the subgraph that requires them as null.',
    shows: ({ cleanSighting }, { sdls }) =>
      requiredGrids(sdls).some((name) =>
        cleanSighting.requests.some(({ variables }) => new RegExp(`"${name}":\\[(null,?)+\\]`).test(JSON.stringify(variables))),
      ),
  },
  {
    name: 'name of an interface object',
    reason:
      'The subgraph of an interface object is asked for __typename, and its answer replaces the name of the real type: the object becomes null.',
    shows: ({ cleanSighting }) =>
      cleanSighting.requests.some(({ query }) => /\.\.\.on Media[^{]*\{__typename/.test(query) && query.includes('_entities')),
  },
  {
    name: 'arguments of a required field',
    reason: 'A field that is asked with arguments and required with others is fetched once: one of the two gets the value of the other.',
    shows: ({ experiment, clean }, { sdls }) =>
      clean.errors.length === 0 && requiredWithArguments(sdls).some((name) => new RegExp(`\\b${name}\\b`).test(experiment.operation.text)),
  },
  {
    name: 'conditional requirement',
    reason: 'What a skipped field requires is missing in the representation, and its unconditional neighbours are not fetched either.',
    shows: ({ experiment, clean }) => clean.errors.length === 0 && /@(skip|include)/.test(experiment.operation.text),
  },
];

/** Names of fields that give lists of lists of objects and are required somewhere. */
function requiredGrids(sdls: Supergraph['sdls']): string[] {
  const text = Object.values(sdls).join('\n');
  const grids = [...text.matchAll(/(\w+)(?:\([^)]*\))?: \[\[[A-Z]\w*/g)].map(([, name = '']) => name);
  return [...new Set(grids)].filter((name) => new RegExp(`@requires\\(fields: "[^"]*\\b${name} \\{`).test(text));
}

export const unnamedStockFault = 'other';

export function nameOfStockFault(supergraph: Supergraph, observation: Observation): string {
  return stockFaults.find((fault) => fault.shows(observation, supergraph))?.name ?? unnamedStockFault;
}

/** Names of fields that take arguments and are required somewhere. */
function requiredWithArguments(sdls: Supergraph['sdls']): string[] {
  const text = Object.values(sdls).join('\n');
  const names = [...text.matchAll(/(\w+)\([^)]*\)(?=: )/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => new RegExp(`@requires\\(fields: "[^"]*\\b${name}\\b`).test(text));
}
