// Ways, batched into operations: one per root field, each way a place in its selection.
import { variableTypes } from '../paths/arguments.ts';
import type { Step, Way } from '../paths/ways.ts';

export interface Cell {
  readonly coordinate: string;
  readonly way: Way;
  /** Where its steps are in the answer. */
  readonly path: readonly string[];
}

export interface Question {
  readonly isMutation: boolean;
  readonly document: string;
  readonly variables: readonly string[];
  readonly cells: readonly Cell[];
}

interface Place {
  readonly step: Step;
  readonly responseName: string;
  readonly below: Map<string, Place>;
}

/** `isGuarded` tells of a coordinate whether it is refused to anyone: where it may not be null, its refusal must not hide its neighbours. */
export function questionsOf(ways: readonly Way[], isGuarded: (coordinate: string) => boolean): readonly Question[] {
  const byRoot = Map.groupBy(ways, ([root]) => `${root?.coordinate}${root?.variant}`);
  return [...byRoot.values()].map((together) => {
    const top = new Map<string, Place>();
    const cells = together.map((way) => ({ coordinate: way.at(-1)?.coordinate ?? '', way, path: placed(way, top, isGuarded) }));
    const selection = written(top);
    const isMutation = together[0]?.[0]?.coordinate.startsWith('Mutation.') ?? false;
    const variables = Object.keys(variableTypes).filter((name) => new RegExp(`\\$${name}\\b`).test(selection));
    const declared = variables.map((name) => `$${name}: ${variableTypes[name]}`).join(', ');
    const document = `${isMutation ? 'mutation' : 'query'} Matrix${declared === '' ? '' : `(${declared})`} ${selection}`;
    return { isMutation, document, variables, cells };
  });
}

/** Puts a way into the selection, and gives its path. */
function placed(way: Way, top: Map<string, Place>, isGuarded: (coordinate: string) => boolean): string[] {
  const last = way.at(-1);
  const apart = last !== undefined && !last.isNullable && isGuarded(last.coordinate);
  let level = top;
  return way.map((step, index) => {
    const own = apart && index === way.length - 2 ? ` ${last.field}` : '';
    const key = `${step.field}${step.variant}${own}`;
    const responseName = own === '' && step.variant === '' ? step.field : key.replaceAll(/\W/g, '_');
    const place = level.get(key) ?? { step, responseName, below: new Map() };
    level.set(key, place);
    level = place.below;
    return place.responseName;
  });
}

function written(level: ReadonlyMap<string, Place>): string {
  const fields = [...level.values()].map(({ step, responseName, below }) => {
    const name = responseName === step.field ? step.field : `${responseName}: ${step.field}`;
    if (step.isLeaf) return `${name}${step.arguments}`;
    const selection = below.size === 0 ? '{ __typename }' : written(below);
    return `${name}${step.arguments} ${step.field === '_entities' ? `{ ... on ${step.type} ${selection} }` : selection}`;
  });
  return `{ ${fields.join(' ')} }`;
}
