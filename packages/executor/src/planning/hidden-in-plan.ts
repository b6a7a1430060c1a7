// Puts the fields of the subgraphs back where the planner used hidden ones.
import type { FetchDataKeyRenamer, FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type ArgumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { HiddenFields } from './hidden-fields.ts';
import { mapFetches } from './plan-nodes.ts';
import { splitFetch } from './split-fetch.ts';
import type { Requirements } from './subgraph-fields.ts';

/**
 * The plan that subgraphs understand. A provider is asked `_required0_price: price(currency: "USD")`; in the response tree the value stays
 * under the hidden name; input rewrites give it its own in representations. Fetches that would need two values of a field are split.
 */
export function withRealFields(plan: QueryPlan, hidden: HiddenFields, requirements: Requirements): QueryPlan {
  const names = Object.keys(hidden);
  if (names.length === 0) return plan;
  const isIn = (text: string): boolean => names.some((name) => text.includes(name));
  return mapFetches(plan, (fetch) =>
    splitFetch(fetch, hidden, requirements).map((part) => {
      const renamers = renamersOf(part.requires ?? [], hidden, []);
      return {
        ...part,
        ...(isIn(part.operation) && { operation: withArguments(part.operation, hidden) }),
        // Before those of the planner, which may change the type that the paths name.
        ...(renamers.length > 0 && { inputRewrites: [...renamers, ...(part.inputRewrites ?? [])] }),
      } satisfies FetchNode;
    }),
  );
}

function withArguments(operation: string, hidden: HiddenFields): string {
  const document = visit(parse(operation, { noLocation: true }), {
    Field(field) {
      const meant = hidden[field.name.value];
      if (meant === undefined) return undefined;
      return {
        ...field,
        alias: field.alias ?? field.name,
        name: { kind: Kind.NAME, value: meant.field },
        arguments: argumentsOf(meant.arguments),
      };
    },
  });
  return stripIgnoredCharacters(print(document));
}

function argumentsOf(text: string): readonly ArgumentNode[] {
  const [operation] = parse(`{ field(${text}) }`, { noLocation: true }).definitions;
  const field = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  return field?.kind === Kind.FIELD ? (field.arguments ?? []) : [];
}

function renamersOf(
  selections: readonly QueryPlanSelectionNode[],
  hidden: HiddenFields,
  path: readonly string[],
): readonly FetchDataKeyRenamer[] {
  return selections.flatMap((selection): readonly FetchDataKeyRenamer[] => {
    if (selection.kind === 'InlineFragment') {
      const below = selection.typeCondition === undefined ? path : [...path, `... on ${selection.typeCondition}`];
      return renamersOf(selection.selections, hidden, below);
    }
    const meant = hidden[selection.name];
    const own = [...path, selection.name];
    // What is below it is renamed while it still has the hidden name.
    const below = renamersOf(selection.selections ?? [], hidden, own);
    return meant === undefined ? below : [...below, { kind: 'KeyRenamer', path: own, renameKeyTo: meant.field }];
  });
}
