// The policy of a subgraph, tried on a small one: every path to a field gives the same decision.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, subscribe } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../principal.ts';
import { nullUnless, type PermissionEntries, public_, rowRule, services } from './entries.ts';
import { permissionsOf } from './permissions-of.ts';

interface Context {
  readonly principal: Principal;
}
interface Company {
  readonly id: string;
}

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
    import: ["@key", { name: "@requiresScopes", as: "@needs" }, "@authenticated", "FieldSet"])
  type Query {
    open: String
    company(id: ID!): Company
    companies: [Company!]
    later: [Company]
    internalNote: String
    staffOnly: String @needs(scopes: [["orders:ship"], ["reports:read", "orders:read"]])
  }
  type Subscription {
    companyChanged: Company @needs(scopes: [["orders:read"]])
    noteChanged: String @authenticated
    companyFound: Company
  }
  type Company @key(fields: "id") @authenticated { id: ID! name: String secret: String broken: String }
`);

const own = rowRule('own company', ({ id }: Company, { principal }: Context) => 'customerId' in principal && principal.customerId === id);
const slowly = rowRule('own company, asked elsewhere', async (company: Company, context: Context) => own.allows(company as never, context));

const entries: PermissionEntries<Context> = {
  Query: { open: public_, company: public_, companies: public_, later: public_, internalNote: services('reviews') },
  Company: { rows: own, secret: nullUnless(slowly) },
  Subscription: { companyFound: public_ },
};

const companies: Company[] = [{ id: 'ALFKI' }, { id: 'ANATR' }];
const resolvers = {
  Query: {
    open: () => 'open',
    internalNote: () => 'note',
    staffOnly: () => 'staff',
    company: (_: unknown, { id }: { id: string }) => companies.find((company) => company.id === id),
    companies: () => companies,
    later: () => companies.map(async (company) => company),
  },
  Company: {
    __resolveReference: async ({ id }: Company) => companies.find((company) => company.id === id),
    name: ({ id }: Company) => `${id} & Co`,
    secret: () => 'secret',
    broken: () => {
      throw new Error('the database is away');
    },
  },
};

let opened: string[] = [];
const streamOf = (field: string, events: readonly unknown[]) => ({
  async *subscribe() {
    opened.push(field);
    for (const event of events) yield { [field]: event };
  },
});
const Subscription = {
  companyChanged: streamOf('companyChanged', companies),
  noteChanged: streamOf('noteChanged', ['note']),
  companyFound: streamOf('companyFound', companies),
};

const schema = permissionsOf(typeDefs, entries).applyTo(buildSubgraphSchema([{ typeDefs, resolvers: { ...resolvers, Subscription } }]));

const customer: Principal = {
  kind: 'user',
  userId: '11',
  role: 'CUSTOMER',
  scopes: ['orders:read', 'reports:read'],
  customerId: 'ALFKI',
  employeeId: null,
  sessionId: 's',
  apiKeyId: null,
};

async function answer(source: string, principal: Principal = customer) {
  const { data, errors = [] } = await graphql({ schema, source, contextValue: { principal } });
  return JSON.parse(
    JSON.stringify({ data, codes: errors.map(({ extensions, path }) => `${path?.join('.')} ${extensions['code']}`) }),
  ) as unknown;
}

describe('permissionsOf', () => {
  it('gives the public to anyone', async () => {
    expect(await answer('{ open }', { kind: 'anonymous' })).toEqual({ data: { open: 'open' }, codes: [] });
  });

  it('asks the anonymous to sign in, and tells others that a scope is missing', async () => {
    expect(await answer('{ staffOnly }', { kind: 'anonymous' })).toEqual({
      data: { staffOnly: null },
      codes: ['staffOnly UNAUTHENTICATED'],
    });
    expect(await answer('{ staffOnly }', { ...customer, scopes: [] })).toEqual({
      data: { staffOnly: null },
      codes: ['staffOnly FORBIDDEN'],
    });
    expect(await answer('{ staffOnly }')).toEqual({ data: { staffOnly: 'staff' }, codes: [] });
  });

  it('applies the directive of a type to each of its fields', async () => {
    expect(await answer('{ company(id: "ALFKI") { name } }', { kind: 'client', clientId: 'c', scopes: [], customerId: 'ALFKI' })).toEqual({
      data: { company: { name: 'ALFKI & Co' } },
      codes: [],
    });
  });

  it('makes a foreign row null without an error, like a missing one', async () => {
    expect(await answer('{ foreign: company(id: "ANATR") { id } missing: company(id: "NOONE") { id } }')).toEqual({
      data: { foreign: null, missing: null },
      codes: [],
    });
  });

  it('drops foreign rows from lists', async () => {
    expect(await answer('{ companies { id } later { id } }')).toEqual({
      data: { companies: [{ id: 'ALFKI' }], later: [{ id: 'ALFKI' }] },
      codes: [],
    });
  });

  it('decides through _entities as through the root field', async () => {
    const source = `{ _entities(representations: [{ __typename: "Company", id: "ALFKI", secret: "spoofed" }, { __typename: "Company", id: "ANATR" }]) {
      ... on Company { id name secret } } }`;
    expect(await answer(source)).toEqual({ data: { _entities: [{ id: 'ALFKI', name: 'ALFKI & Co', secret: 'secret' }, null] }, codes: [] });
  });

  it('keeps internal fields for the services that it names', async () => {
    expect(await answer('{ internalNote }')).toEqual({ data: { internalNote: null }, codes: ['internalNote FORBIDDEN'] });
    expect(await answer('{ internalNote }', { kind: 'anonymous' })).toEqual({
      data: { internalNote: null },
      codes: ['internalNote UNAUTHENTICATED'],
    });
    expect(await answer('{ internalNote }', { kind: 'service', service: 'orders' })).toEqual({
      data: { internalNote: null },
      codes: ['internalNote FORBIDDEN'],
    });
    expect(await answer('{ internalNote }', { kind: 'service', service: 'reviews' })).toEqual({
      data: { internalNote: 'note' },
      codes: [],
    });
  });

  describe('of a subscription', () => {
    const listen = async (source: string, principal: Principal = customer) => {
      opened = [];
      const stream = await subscribe({ schema, document: parse(source), contextValue: { principal } });
      if (!(Symbol.asyncIterator in stream))
        return stream.errors?.map(({ extensions, path }) => `${path?.join('.')} ${extensions['code']}`);
      const events: unknown[] = [];
      for await (const { data, errors } of stream) events.push({ ...data, ...(errors && { errors }) });
      return events;
    };

    it.each(['companyChanged { id }', 'noteChanged'])('decides about %s before anything is listened to', async (selection) => {
      const field = selection.split(' ', 1)[0];
      expect(await listen(`subscription { ${selection} }`, { kind: 'anonymous' })).toEqual([`${field} UNAUTHENTICATED`]);
      expect(await listen(`subscription { ${selection} }`, { kind: 'service', service: 'orders' })).toEqual([`${field} FORBIDDEN`]);
      expect(opened).toEqual([]);
    });

    it('makes a foreign row null in each event', async () => {
      expect(await listen('subscription { companyChanged { id } }')).toEqual([
        { companyChanged: { id: 'ALFKI' } },
        { companyChanged: null },
      ]);
      expect(await listen('subscription { noteChanged }')).toEqual([{ noteChanged: 'note' }]);
      expect(opened).toEqual(['noteChanged']);
    });

    it('lets anyone listen to what is public, and see no row of others', async () => {
      expect(await listen('subscription { companyFound { id } }', { kind: 'anonymous' })).toEqual([
        { companyFound: null },
        { companyFound: null },
      ]);
    });
  });

  it('lets the service definition through', async () => {
    expect(await answer('{ _service { sdl } }', { kind: 'service', service: 'gateway' })).toMatchObject({ codes: [] });
  });

  it('leaves a failure a failure', async () => {
    expect(await answer('{ company(id: "ALFKI") { broken } }')).toEqual({
      data: { company: { broken: null } },
      codes: ['company.broken undefined'],
    });
  });

  it('does not build with a coordinate that nobody decided about, or an entry for nothing', () => {
    const { open: _open, ...query } = entries['Query'] as Record<string, typeof public_>;
    expect(() => permissionsOf(typeDefs, { ...entries, Query: query })).toThrow('Query.open has neither a directive nor an entry');
    expect(() => permissionsOf(typeDefs, { ...entries, Nothing: public_ })).toThrow('The entry Nothing names a type');
    expect(() => permissionsOf(typeDefs, { ...entries, Company: { nothing: public_ } })).toThrow('The entry Company.nothing names a field');
    expect(() => permissionsOf(typeDefs, { ...entries, Company: { id: nullUnless(own) } })).toThrow('Company.id is non-null');
  });

  it('does not build with a policy that nobody has written, on a type or a field, whatever its name', () => {
    const document =
      'type Query { a: Int @policy(policies: [["known", "nobody"]]), b: B } type B @policy(policies: [["constructor"]]) { c: Int }';
    const build = () => permissionsOf(parse(document), { Query: { b: public_ } }, { known: () => true });
    expect(build).toThrow('Query.a names the policy "nobody"');
    expect(build).toThrow('B names the policy "constructor"');
    expect(build).not.toThrow('"known"');
  });

  it.each([
    'interface I @policy(policies: [["p"]]) { a: Int }',
    'interface I { a: Int @authenticated }',
    'scalar S @authenticated',
    'enum E @authenticated { A }',
  ])('does not build where nothing would guard what is asked: %s', (definition) => {
    expect(() => permissionsOf(parse(definition), {}, { p: () => true })).toThrow('is no object type');
  });
});

describe('@policy', () => {
  const facts = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", { name: "@policy", as: "@fact" }])
    type Query { either: String @fact(policies: [["buyer", "never"], ["staff"]]) thing: Thing @fact(policies: [["staff"]]) }
    type Thing @key(fields: "id") @fact(policies: [["buyer"]]) { id: ID! }
  `);
  const policies = {
    buyer: (caller: Principal) => 'customerId' in caller && caller.customerId !== null,
    staff: (caller: Principal) => caller.kind === 'user' && caller.role !== 'CUSTOMER',
    never: () => false,
  };
  const guarded = permissionsOf<Context>(facts, {}, policies).applyTo(
    buildSubgraphSchema([
      {
        typeDefs: facts,
        resolvers: { Query: { either: () => 'yes' }, Thing: { __resolveReference: async (reference: object) => reference } },
      },
    ]),
  );
  const codesFor = async (principal: Principal) => {
    const source = '{ either _entities(representations: [{ __typename: "Thing", id: "1" }]) { ... on Thing { id } } }';
    const { errors = [] } = await graphql({ schema: guarded, source, contextValue: { principal } });
    return errors.map(({ path, extensions }) => `${path?.[0]} ${String(extensions['code'])}`);
  };

  it('is what the functions say of whoever is signed in, on fields and on entities', async () => {
    const staff: Principal = { ...(customer as Extract<Principal, { kind: 'user' }>), role: 'SALES', customerId: null }; // it is a user
    expect(await codesFor(customer)).toEqual(['either FORBIDDEN']);
    expect(await codesFor(staff)).toEqual(['_entities FORBIDDEN']);
    expect(await codesFor({ kind: 'service', service: 'orders' })).toEqual(['either FORBIDDEN', '_entities FORBIDDEN']);
    expect(await codesFor({ kind: 'anonymous' })).toEqual(['either UNAUTHENTICATED', '_entities UNAUTHENTICATED']);
  });
});
