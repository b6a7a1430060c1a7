// A plan's tree as a list of fetches, each with where it stands and what runs before it.
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Guard, PlanPath } from './blueprint.ts';

export interface PlannedFetch {
  readonly node: FetchNode;
  readonly path: PlanPath;
  readonly guards: readonly Guard[];
  /** Fetches, by index, that a `Sequence` puts before it. */
  readonly earlier: readonly number[];
  readonly deferred: number | null;
}

export interface PlannedDefer {
  readonly path: PlanPath;
  readonly label: string | null;
  readonly subselection: string | null;
  readonly guards: readonly Guard[];
  readonly dependsOn: readonly string[];
  readonly parent: number | null;
}

export interface FlatPlan {
  readonly fetches: readonly PlannedFetch[];
  readonly defers: readonly PlannedDefer[];
}

interface Position {
  readonly path: PlanPath;
  readonly guards: readonly Guard[];
  readonly earlier: readonly number[];
  readonly deferred: number | null;
}

/** A subscription has no fetches: it is not executed but subscribed to. */
export function flattenPlan({ node }: QueryPlan): FlatPlan {
  if (node === undefined || node.kind === 'Subscription') return { fetches: [], defers: [] };
  const fetches: PlannedFetch[] = [];
  const defers: (PlannedDefer & { subselection: string | null })[] = [];

  /** Gives the indices of the fetches in it. */
  const walk = (current: PlanNode, at: Position): readonly number[] => {
    switch (current.kind) {
      case 'Fetch':
        return [fetches.push({ node: current, ...at }) - 1];
      case 'Flatten':
        return walk(current.node, { ...at, path: [...at.path, ...current.path.map(String)] });
      case 'Parallel':
        return current.nodes.flatMap((child) => walk(child, at));
      case 'Sequence': {
        const own: number[] = [];
        for (const child of current.nodes) own.push(...walk(child, { ...at, earlier: [...at.earlier, ...own] }));
        return own;
      }
      case 'Condition': {
        const branch = (child: PlanNode | undefined, wanted: boolean) =>
          child === undefined ? [] : walk(child, { ...at, guards: [...at.guards, { variable: current.condition, wanted }] });
        return [...branch(current.ifClause, true), ...branch(current.elseClause, false)];
      }
      case 'Defer': {
        // A block that has blocks of its own selects what is primary there.
        const around = at.deferred === null ? undefined : defers[at.deferred];
        if (around !== undefined) around.subselection ??= current.primary.subselection ?? null;
        const first = current.primary.node === undefined ? [] : walk(current.primary.node, at);
        const rest = current.deferred.flatMap(({ depends, label, queryPath, subselection, node: child }) => {
          const index =
            defers.push({
              path: queryPath.filter((part) => !part.startsWith('... on ')),
              label: label ?? null,
              subselection: subselection ?? null,
              guards: at.guards,
              dependsOn: depends.map(({ id }) => id),
              parent: at.deferred,
            }) - 1;
          return child === undefined ? [] : walk(child, { ...at, earlier: [...at.earlier, ...first], deferred: index });
        });
        return [...first, ...rest];
      }
    }
  };
  walk(node, { path: [], guards: [], earlier: [], deferred: null });
  return { fetches, defers };
}
