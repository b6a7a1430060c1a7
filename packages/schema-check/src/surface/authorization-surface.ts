// Who may read what, and what a change does to that.
import type { ConstDirectiveNode } from 'graphql';
import type { Finding, SourceLocation } from '../model.ts';
import { argumentsOf, type SupergraphField, supergraphFieldsOf } from './supergraph-fields.ts';

/** A caller: the scopes of a role. Without any scope somebody has only signed in. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** What a field asks for: all of them, each one of its alternatives, each alternative whole. */
interface Requirement {
  readonly signedIn: boolean;
  readonly scopes: readonly Alternatives[];
  /** Opaque: no role is known to satisfy one. */
  readonly policies: readonly Alternatives[];
}

type Alternatives = readonly (readonly string[])[];

/** A finding for each coordinate, on both sides, that asks for something else than before; it names the roles that gain and lose it. */
export function authorizationFindings(
  base: string,
  head: string,
  roles: Roles,
  sourceOf: (coordinate: string) => SourceLocation | null,
): readonly Finding[] {
  const before = new Map(supergraphFieldsOf(base).fields.map((field) => [field.coordinate, requirementOf(field)]));
  return supergraphFieldsOf(head).fields.flatMap((field) => {
    const was = before.get(field.coordinate);
    const is = requirementOf(field);
    if (was === undefined || textOf(was) === textOf(is)) return [];
    return [findingOf(field.coordinate, was, is, roles, sourceOf)];
  });
}

function findingOf(
  coordinate: string,
  was: Requirement,
  is: Requirement,
  roles: Roles,
  sourceOf: (coordinate: string) => SourceLocation | null,
): Finding {
  const gaining = namesOf(roles, (scopes) => !admits(was, scopes) && admits(is, scopes));
  const losing = namesOf(roles, (scopes) => admits(was, scopes) && !admits(is, scopes));
  const who = [...(gaining === '' ? [] : [`Gained by ${gaining}.`]), ...(losing === '' ? [] : [`Lost by ${losing}.`])];
  const opened = admits(is, null) && !admits(was, null);
  return {
    level: 'warning',
    code: opened ? 'AUTHORIZATION_REMOVED' : losing === '' ? 'AUTHORIZATION_LOOSENED' : 'AUTHORIZATION_TIGHTENED',
    message: [`${coordinate} asked for ${textOf(was)}, and asks for ${textOf(is)}.`, ...who].join(' '),
    coordinate,
    source: sourceOf(coordinate),
    suggestion: null,
    affected: [],
  };
}

/** Null are the scopes of whoever has not signed in. */
function namesOf(roles: Roles, isOne: (scopes: readonly string[] | null) => boolean): string {
  const named = Object.entries(roles).filter(([, scopes]) => isOne(scopes));
  return [...(isOne(null) ? ['everybody without a sign-in'] : []), ...named.map(([name]) => name)].join(', ');
}

function admits({ signedIn, scopes, policies }: Requirement, held: readonly string[] | null): boolean {
  if (!signedIn && scopes.length === 0 && policies.length === 0) return true;
  if (held === null || policies.length > 0) return false;
  return scopes.every((alternatives) => alternatives.some((all) => all.every((scope) => held.includes(scope))));
}

function requirementOf({ guards }: SupergraphField): Requirement {
  const directives = guards.flat();
  return {
    signedIn: directives.some(({ name }) => name.value === 'authenticated'),
    scopes: alternativesOf(directives, 'requiresScopes', 'scopes'),
    policies: alternativesOf(directives, 'policy', 'policies'),
  };
}

function alternativesOf(directives: readonly ConstDirectiveNode[], name: string, argument: string): readonly Alternatives[] {
  const found = directives.filter((directive) => directive.name.value === name).map((directive) => argumentsOf(directive)[argument]);
  const read = found.map((value) => lists(value).map((all) => lists(all).map(String).toSorted()));
  return [...new Map(read.map((alternatives) => [wordsOf(alternatives), alternatives])).values()];
}

const lists = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const wordsOf = (alternatives: Alternatives): string =>
  alternatives
    .map((all) => all.join(' and '))
    .toSorted()
    .join(', or ');

function textOf({ signedIn, scopes, policies }: Requirement): string {
  const parts = [
    ...(signedIn && scopes.length === 0 ? ['a sign-in'] : []),
    ...scopes.map(wordsOf).toSorted(),
    ...policies.map((policy) => `policy ${wordsOf(policy)}`).toSorted(),
  ];
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}
