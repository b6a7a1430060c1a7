// Every subgraph with one rule taken away: each directive of permission, each row rule, each list of services.
import { public_ } from '@tributary/auth-kit';
import { type DocumentNode, Kind, visit } from 'graphql';
import type { Parts } from './parts.ts';

export interface Mutant {
  readonly subgraph: string;
  /** What is missing: `User.email @authenticated`. */
  readonly missing: string;
  readonly parts: Parts;
  /** The same with an entry that calls the coordinate public instead: what one writes who wants the build to pass; null where it passes. */
  readonly opened: Parts | null;
}

const permissionDirectives = new Set(['authenticated', 'requiresScopes', 'policy']);

/** Rules whose lack no caller can feel today, each with the reason. They are not tried. */
const unfelt: ReadonlyMap<string, string> = new Map([
  [
    'OAuthClient.customer @requiresScopes',
    'clients:read is held by ADMIN alone, who holds customers:read too; no key or client may hold it',
  ],
]);

export function mutantsOf(subgraph: string, parts: Parts): readonly Mutant[] {
  const mutants = [...withoutDirective(parts), ...withoutEntry(parts)].filter(({ missing }) => !unfelt.has(missing));
  return mutants.map((mutant) => ({ subgraph, ...mutant, opened: opened(mutant) }));
}

type Found = Pick<Mutant, 'missing' | 'parts'>;

function opened({ missing, parts }: Found): Parts | null {
  const [type = '', field] = missing.split(/[ :]/)[0]?.split('.') ?? [];
  const entry = parts.entries[type] ?? {};
  if (field === 'rows' || isWholeType(entry) || (field !== undefined && field in entry)) return null;
  const fields = field === undefined ? fieldsOf(parts.typeDefs, type) : [field];
  const open = Object.fromEntries(fields.map((name) => [name, public_]));
  return { ...parts, entries: { ...parts.entries, [type]: { ...open, ...entry } } };
}

const isWholeType = (entry: Parts['entries'][string]) => entry === public_;

const fieldsOf = (typeDefs: DocumentNode, type: string): string[] =>
  typeDefs.definitions
    .flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION ? [node] : []))
    .filter(({ name }) => name.value === type)
    .flatMap(({ fields = [] }) => fields)
    .map(({ name }) => name.value);

function withoutDirective(parts: Parts): Found[] {
  const places = directivesOf(parts.typeDefs);
  return places.map((missing, index) => {
    let seen = -1;
    const typeDefs = visit(parts.typeDefs, {
      Directive(node) {
        if (!permissionDirectives.has(node.name.value)) return undefined;
        seen += 1;
        return seen === index ? null : undefined;
      },
    });
    return { missing, parts: { ...parts, typeDefs } };
  });
}

/** The coordinates that carry a directive of permission, in the order of the text. */
function directivesOf(typeDefs: DocumentNode): string[] {
  const found: string[] = [];
  const path: string[] = [];
  const named = {
    enter: (node: { readonly name: { readonly value: string } }) => void path.push(node.name.value),
    leave: () => void path.pop(),
  };
  visit(typeDefs, {
    ObjectTypeDefinition: named,
    ObjectTypeExtension: named,
    FieldDefinition: named,
    Directive(node) {
      if (permissionDirectives.has(node.name.value)) found.push(`${path.join('.')} @${node.name.value}`);
    },
  });
  return found;
}

/** `public_` is left out: it takes nothing away from anyone, so that nothing is open without it. */
function withoutEntry(parts: Parts): Found[] {
  return Object.entries(parts.entries).flatMap(([type, entry]) => {
    if (isWholeType(entry)) return [];
    return Object.entries(entry).flatMap(([name, rule]): Found[] => {
      if (rule.kind === 'public') return [];
      const { [name]: _removed, ...rest } = entry as Readonly<Record<string, typeof rule>>; // its fields one by one
      return [{ missing: `${type}.${name}: ${rule.kind}`, parts: { ...parts, entries: { ...parts.entries, [type]: rest } } }];
    });
  });
}
