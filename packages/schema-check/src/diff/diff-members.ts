// Which types are members of which abstract types.
import { type GraphQLSchema, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import type { Found } from './change.ts';

interface Membership {
  readonly abstract: string;
  readonly member: string;
  readonly kind: 'union' | 'interface';
}

/** Every member of a union, every type that says that it implements an interface; of one schema. */
export interface Memberships {
  readonly unions: ReadonlySet<string>;
  readonly interfaces: ReadonlySet<string>;
  /** By `abstract member`. */
  readonly entries: ReadonlyMap<string, Membership>;
}

export function membershipsOf(schema: GraphQLSchema): Memberships {
  const types = Object.values(schema.getTypeMap());
  const ofUnions = types.filter(isUnionType).flatMap((union) => union.getTypes().map((type) => membership(union.name, type.name, 'union')));
  const implementing = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const ofInterfaces = implementing.flatMap((type) => type.getInterfaces().map(({ name }) => membership(name, type.name, 'interface')));
  return {
    unions: new Set(types.filter(isUnionType).map(({ name }) => name)),
    interfaces: new Set(types.filter(isInterfaceType).map(({ name }) => name)),
    entries: new Map([...ofUnions, ...ofInterfaces].map((entry) => [`${entry.abstract} ${entry.member}`, entry])),
  };
}

const membership = (abstract: string, member: string, kind: Membership['kind']): Membership => ({ abstract, member, kind });

export function diffMembers(base: Memberships, head: Memberships): readonly Found[] {
  return [
    ...[...base.entries].filter(([key]) => !head.entries.has(key)).flatMap(([, entry]) => removalOf(entry, head)),
    ...[...head.entries].filter(([key]) => !base.entries.has(key)).flatMap(([, entry]) => additionOf(entry, base)),
  ];
}

function removalOf({ abstract, member, kind }: Membership, head: Memberships): readonly Found[] {
  const found = { coordinate: abstract, detail: member, writtenAt: member };
  // When the abstract type itself is gone, that says it all.
  if (kind === 'union') {
    return head.unions.has(abstract)
      ? [{ ...found, writtenAt: abstract, code: 'UNION_MEMBER_REMOVED', message: `${member} left union ${abstract}.` }]
      : [];
  }
  if (!head.interfaces.has(abstract)) return [];
  return [{ ...found, code: 'INTERFACE_IMPLEMENTATION_REMOVED', message: `${member} implements ${abstract} no longer.` }];
}

function additionOf({ abstract, member, kind }: Membership, base: Memberships): readonly Found[] {
  const found = { coordinate: abstract, detail: member, writtenAt: member };
  if (kind === 'union') {
    return base.unions.has(abstract)
      ? [{ ...found, writtenAt: abstract, code: 'UNION_MEMBER_ADDED', message: `${member} joined union ${abstract}.` }]
      : [];
  }
  // Nothing can have been received as an interface that was not there.
  const severity = base.interfaces.has(abstract) ? {} : ({ severity: 'safe' } as const);
  return [{ ...found, ...severity, code: 'INTERFACE_IMPLEMENTATION_ADDED', message: `${member} implements ${abstract} now.` }];
}
