// What a subgraph says about federation at its schema elements, before and after.
import { type ConstDirectiveNode, print } from 'graphql';
import type { ChangeCodeName } from '../change-codes.ts';
import { type Applied, argumentOf, keysOf, named, nameOf } from './applied-directive.ts';
import type { Found } from './change.ts';
import type { SubgraphDocument } from './subgraph-document.ts';

/** Directives without a meaning beyond being there. */
const marks = { shareable: 'SHAREABLE', inaccessible: 'INACCESSIBLE', external: 'EXTERNAL', interfaceObject: 'INTERFACE_OBJECT' } as const;
/** Directives that stand once in a place, with arguments. */
const statements = { override: 'OVERRIDE', requires: 'REQUIRES', provides: 'PROVIDES' } as const;
const authorization = ['authenticated', 'requiresScopes', 'policy'] as const;
const known: ReadonlySet<string> = new Set(['key', 'tag', ...Object.keys(marks), ...Object.keys(statements), ...authorization]);

export function diffAppliedDirectives(base: SubgraphDocument, head: SubgraphDocument): readonly Found[] {
  const coordinates = new Set([...base.applied.keys(), ...head.applied.keys()]);
  return [...coordinates].flatMap((coordinate) => {
    const [before, after] = [base.applied.get(coordinate) ?? [], head.applied.get(coordinate) ?? []];
    return [
      ...keyChanges(coordinate, before, after),
      ...tagChanges(coordinate, before, after),
      ...Object.entries(marks).flatMap(([name, code]) => markChanges(coordinate, name, code, before, after)),
      ...Object.entries(statements).flatMap(([name, code]) => statementChanges(coordinate, name, code, before, after)),
      // What is new or gone altogether says so itself.
      ...(base.places.has(coordinate) && head.places.has(coordinate) ? otherChanges(coordinate, before, after) : []),
    ];
  });
}

function keyChanges(coordinate: string, base: Applied, head: Applied): readonly Found[] {
  const [before, after] = [keysOf(base), keysOf(head)];
  const found = (code: ChangeCodeName, fields: string, message: string): Found => ({ code, coordinate, detail: fields, message });
  return [
    ...[...before.keys()]
      .filter((fields) => !after.has(fields))
      .map((fields) => found('KEY_REMOVED', fields, `${coordinate} has the key "${fields}" no longer.`)),
    ...[...after.keys()]
      .filter((fields) => !before.has(fields))
      .map((fields) => found('KEY_ADDED', fields, `${coordinate} has the key "${fields}" now.`)),
    ...[...before].flatMap(([fields, resolvable]) => {
      const now = after.get(fields);
      if (now === undefined || now === resolvable) return [];
      if (now) return [found('KEY_MADE_RESOLVABLE', fields, `${coordinate} is found by the key "${fields}" here now.`)];
      return [found('KEY_MADE_UNRESOLVABLE', fields, `${coordinate} is found by the key "${fields}" here no longer.`)];
    }),
  ];
}

function tagChanges(coordinate: string, base: Applied, head: Applied): readonly Found[] {
  const tagsOf = (applied: Applied): readonly string[] => named(applied, 'tag').map((tag) => String(argumentOf(tag, 'name')));
  const [before, after] = [tagsOf(base), tagsOf(head)];
  return [
    ...before
      .filter((tag) => !after.includes(tag))
      .map((tag): Found => ({ code: 'TAG_REMOVED', coordinate, detail: tag, message: `${coordinate} has the tag "${tag}" no longer.` })),
    ...after
      .filter((tag) => !before.includes(tag))
      .map((tag): Found => ({ code: 'TAG_ADDED', coordinate, detail: tag, message: `${coordinate} has the tag "${tag}" now.` })),
  ];
}

function markChanges(
  coordinate: string,
  name: string,
  code: (typeof marks)[keyof typeof marks],
  base: Applied,
  head: Applied,
): readonly Found[] {
  const [before, after] = [named(base, name).length > 0, named(head, name).length > 0];
  if (before === after) return [];
  if (after) return [{ code: `${code}_ADDED`, coordinate, message: `${coordinate} is @${name} now.` }];
  return [{ code: `${code}_REMOVED`, coordinate, message: `${coordinate} is @${name} no longer.` }];
}

function statementChanges(
  coordinate: string,
  name: string,
  code: (typeof statements)[keyof typeof statements],
  base: Applied,
  head: Applied,
): readonly Found[] {
  const [before, after] = [spelled(named(base, name)), spelled(named(head, name))];
  if (before === after) return [];
  const found = { coordinate, detail: `${before} ${after}` };
  if (before === '') return [{ ...found, code: `${code}_ADDED`, message: `${coordinate} is ${after} now.` }];
  if (after === '') return [{ ...found, code: `${code}_REMOVED`, message: `${coordinate} is ${before} no longer.` }];
  return [{ ...found, code: `${code}_CHANGED`, message: `${coordinate} is ${after}, it was ${before}.` }];
}

function otherChanges(coordinate: string, base: Applied, head: Applied): readonly Found[] {
  const isOther = (directive: ConstDirectiveNode): boolean => !known.has(nameOf(directive));
  const isAuthorization = (directive: ConstDirectiveNode): boolean => authorization.some((name) => name === nameOf(directive));
  const change = (code: ChangeCodeName, before: string, after: string): readonly Found[] =>
    before === after
      ? []
      : [
          {
            code,
            coordinate,
            detail: `${before} ${after}`,
            message: `${coordinate} has ${after || 'no directive'}, it had ${before || 'none'}.`,
          },
        ];
  return [
    ...change('AUTHORIZATION_CHANGED', spelled(base.filter(isAuthorization)), spelled(head.filter(isAuthorization))),
    ...change('DIRECTIVE_APPLICATION_CHANGED', spelled(base.filter(isOther)), spelled(head.filter(isOther))),
  ];
}

/** As text, in one order. */
const spelled = (applied: Applied): string =>
  applied
    .map((directive) => print(directive))
    .toSorted()
    .join(' ');
