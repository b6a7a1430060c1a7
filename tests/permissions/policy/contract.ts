// What the directives of the contract ask of a caller, read plainly: text in, alternatives of scopes out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { additions, type Rule } from './additions.ts';

/** All the scopes of one of these lists: [[]] is anyone who is signed in. */
type Alternatives = readonly (readonly string[])[];

export interface Policy {
  /** What has to be met, all of it; null for a coordinate that neither the contract nor the additions know. */
  ruleOf(coordinate: string): Rule | null;
}

/** The policy of some subgraphs: of one that is asked directly, or of all as the gateway shows them. */
export function policyOf(subgraphs: readonly string[]): Policy {
  const rules = new Map<string, Alternatives[]>();
  const ofTypes = new Map<string, Alternatives[]>();
  for (const subgraph of subgraphs) {
    const file = join(root, 'contract', `${subgraph}.graphql`);
    if (!existsSync(file)) continue; // under no contract yet: what may be read there is for the additions to say
    const { definitions } = parse(readFileSync(file, 'utf8'));
    for (const type of definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const typeName = type.name.value;
      ofTypes.set(typeName, [...(ofTypes.get(typeName) ?? []), ...askedBy(type.directives)]);
      for (const field of type.fields ?? []) {
        const coordinate = `${typeName}.${field.name.value}`;
        rules.set(coordinate, [...(rules.get(coordinate) ?? []), ...askedBy(field.directives)]);
      }
    }
  }
  return {
    ruleOf(coordinate) {
      const [typeName = ''] = coordinate.split('.');
      const asked = rules.get(coordinate);
      if (asked !== undefined) return { scopes: [...(ofTypes.get(typeName) ?? []), ...asked] };
      return additions[coordinate] ?? additions[typeName] ?? null;
    },
  };
}

function askedBy(directives: readonly ConstDirectiveNode[] = []): Alternatives[] {
  return directives.flatMap((directive): Alternatives[] => {
    if (directive.name.value === 'authenticated') return [[[]]];
    if (directive.name.value !== 'requiresScopes') return [];
    const [scopes] = directive.arguments ?? [];
    return scopes === undefined ? [] : [valueFromASTUntyped(scopes.value) as Alternatives]; // the contract composes: it is lists of texts
  });
}
