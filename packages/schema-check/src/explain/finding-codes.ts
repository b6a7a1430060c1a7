// The codes of lint, the authorization surface, the null blast radius, operations, approvals, files and plans.
import type { Row } from './explanation.ts';

const lintCodes = {
  TYPE_NAME_PASCAL_CASE: {
    severity: 'warning',
    meaning: 'The name of a type is not in PascalCase.',
    after: 'type Query { a: product_review } type product_review { a: Int }',
    wayOut: 'Write it like ProductReview. A type that clients know keeps its name: renaming it breaks them.',
  },
  FIELD_NAME_CAMEL_CASE: {
    severity: 'warning',
    meaning: 'The name of a field, an argument or an input field is not in camelCase.',
    after: 'type Query { unit_price: Int }',
    wayOut: 'Write it like unitPrice. For a field that clients know: add the well-named one, deprecate the other.',
  },
  ENUM_VALUE_UPPER_CASE: {
    severity: 'warning',
    meaning: 'A value of an enum is not in UPPER_CASE.',
    after: 'type Query { a: State } enum State { open }',
    wayOut: 'Write it like IN_TRANSIT.',
  },
  DESCRIPTION_MISSING: {
    severity: 'warning',
    meaning: 'Nobody says what an element is, in any subgraph that defines it.',
    after: 'type Query { a: Int }',
    wayOut: 'Say in a sentence what it is, for those who read the schema alone.',
  },
  DEPRECATION_REASON_MISSING: {
    severity: 'warning',
    meaning: 'Something is deprecated, and nobody learns what to use instead.',
    after: 'type Query { a: Int b: Int @deprecated(reason: "") }',
    wayOut: 'Name the successor: @deprecated(reason: "Use a.").',
  },
  LIST_NOT_PAGINATED: {
    severity: 'warning',
    meaning: 'A field returns a list of objects that nothing bounds: it grows with the data.',
    after: 'type Query { products: [Product!] } type Product { name: String }',
    wayOut: 'Give it first and after, or return a connection; @listSize tells a bound that is there already.',
  },
  TYPE_UNUSED: {
    severity: 'warning',
    meaning: 'No field, argument, union or interface names a type: no operation reaches it.',
    after: 'type Query { a: Int } type Lonely { a: Int }',
    wayOut: 'Remove it, or use it.',
  },
} satisfies Readonly<Record<string, Row>>;

const surfaceCodes = {
  AUTHORIZATION_REMOVED: {
    severity: 'warning',
    meaning: 'A field that asked for a sign-in or for scopes asks for nothing: everybody can read it.',
    before: 'type Query { a: Int @authenticated }',
    after: 'type Query { a: Int }',
    wayOut: 'Leave the directive, unless everybody may read the field.',
  },
  AUTHORIZATION_LOOSENED: {
    severity: 'warning',
    meaning: 'A field asks for something else than before, and nobody loses it. The message names the roles that gain it.',
    before: 'type Query { a: Int @requiresScopes(scopes: [["a", "b"]]) }',
    after: 'type Query { a: Int @requiresScopes(scopes: [["a"]]) }',
    wayOut: 'Have whoever answers for the data agree; ask for the scope that only they hold otherwise.',
  },
  AUTHORIZATION_TIGHTENED: {
    severity: 'warning',
    meaning: 'A field asks for something else than before, and roles that the message names lose it.',
    before: 'type Query { a: Int }',
    after: 'type Query { a: Int @authenticated }',
    wayOut: 'Grant the new scopes to callers before the supergraph asks for them.',
  },
  NULL_BLAST_GREW: {
    severity: 'warning',
    meaning:
      'When a subgraph is down, a field of it takes more of the response with it than before: up to the next place that may be null.',
    before: 'type Query { product: Product } type Product { stock: Int }',
    after: 'type Query { product: Product } type Product { stock: Int! }',
    wayOut: 'Let the field be null where it crosses from one subgraph to another.',
  },
} satisfies Readonly<Record<string, Row>>;

const checkCodes = {
  BASE_DOES_NOT_COMPOSE: {
    severity: 'warning',
    meaning: 'The base, or a contract of it, does not compose: there is nothing to compare with. Whoever repairs it is not held up.',
    before: 'type Query { a: Missing }',
    after: 'type Query { a: Int }',
    wayOut: 'Nothing, when the change repairs it; else repair the base first.',
  },
  OPERATION_BROKEN: {
    severity: 'error',
    meaning: 'A known operation was valid on the base and is refused by the head, and no single change explains it.',
    after: null,
    wayOut: 'The reason beside the operation is what validation says of it: keep what it names.',
  },
  OPERATION_INVALID: {
    severity: 'warning',
    meaning: 'A known operation is not valid on the base already: it says nothing of the change and is passed over.',
    after: null,
    wayOut: 'Take it out of what --usage names, or correct it: nobody watches over it.',
  },
  APPROVAL_EXPIRED: {
    severity: 'error',
    meaning: 'A change that breaks somebody was approved until a day that is over.',
    after: null,
    wayOut: 'Take the change back, or agree on it again: a new day in graph-approvals.yaml, with a reason.',
  },
  APPROVAL_STALE: {
    severity: 'warning',
    meaning: 'An entry of graph-approvals.yaml has ended, and nothing needs it any more.',
    after: null,
    wayOut: 'Remove it.',
  },
  USAGE_INCOMPLETE: {
    severity: 'warning',
    meaning: 'The gateways saw more operations than their snapshots hold: what nobody seems to use may be used.',
    after: null,
    wayOut: 'Raise USAGE_MAX_OPERATIONS of the gateways; until then trust "not used" less.',
  },
  SUPERGRAPH_STALE: {
    severity: 'error',
    meaning: 'A committed file that is composed of the schemas is not what they compose to. Told by compose --check and contracts --check.',
    after: null,
    wayOut: 'Run the command without --check and commit the file.',
  },
} satisfies Readonly<Record<string, Row>>;

const planCodes = {
  PLAN_FETCH_ADDED: {
    severity: 'warning',
    meaning: 'A known operation asks subgraphs more often than it did.',
    after: null,
    wayOut: 'Let a subgraph that is asked already resolve the field (@shareable, @provides), or accept the fetch.',
  },
  PLAN_STEP_ADDED: {
    severity: 'warning',
    meaning: 'More fetches of a known operation wait for one another: it takes longer.',
    after: null,
    wayOut: 'Give the entity a @key that the subgraph before knows, or take away a @requires.',
  },
  PLAN_OWNER_CHANGED: {
    severity: 'warning',
    meaning: 'A field of a known operation is asked of another subgraph.',
    after: null,
    wayOut: 'Nothing, when the field was to move; see that its new owner bears the load.',
  },
  PLAN_COST_ROSE: {
    severity: 'warning',
    meaning: 'The static cost of a known operation has risen: it may come over the limit of the gateway.',
    after: null,
    wayOut: 'Lower @cost or @listSize, or raise MAX_COST before the schema is published.',
  },
  PLAN_REFUSED: {
    severity: 'warning',
    meaning: 'The planner refuses an operation that it planned before.',
    after: null,
    wayOut: 'Give the subgraphs the keys by which the field can be reached.',
  },
} satisfies Readonly<Record<string, Row>>;

export const findingCodes: Readonly<Record<string, Row>> = { ...lintCodes, ...surfaceCodes, ...checkCodes, ...planCodes };
