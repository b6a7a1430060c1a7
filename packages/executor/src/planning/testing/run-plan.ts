// Executes a plan step by step, without any haste: for tests, as the plan's meaning.
import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { PossibleTypes } from '../supergraph-document.ts';

export type JsonObject = Record<string, unknown>;
export type Send = (subgraph: string, query: string, variables: JsonObject) => Promise<JsonObject | null>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The tree of all that was fetched. */
export async function runPlan(plan: QueryPlan, variables: JsonObject, send: Send, possibleTypes: PossibleTypes): Promise<JsonObject> {
  const tree: JsonObject = {};
  const run: Run = { variables, send, isOf: (object, type) => isOfType(object, type, possibleTypes) };
  if (plan.node !== undefined && plan.node.kind !== 'Subscription') await runNode(plan.node, [tree], run);
  return tree;
}

interface Run {
  readonly variables: JsonObject;
  readonly send: Send;
  readonly isOf: (object: JsonObject, type: string) => boolean;
}

function isOfType(object: JsonObject, type: string, possibleTypes: PossibleTypes): boolean {
  const name = object['__typename'];
  return name === undefined || name === type || (possibleTypes[type] ?? []).includes(String(name));
}

async function runNode(node: PlanNode, targets: readonly JsonObject[], run: Run): Promise<void> {
  switch (node.kind) {
    case 'Fetch':
      return runFetch(node, targets, run);
    case 'Flatten':
      return runNode(
        node.node,
        targets.flatMap((target) => objectsAt(target, node.path)),
        run,
      );
    case 'Condition': {
      const chosen = run.variables[node.condition] === true ? node.ifClause : node.elseClause;
      if (chosen !== undefined) await runNode(chosen, targets, run);
      return;
    }
    case 'Defer':
      if (node.primary.node !== undefined) await runNode(node.primary.node, targets, run);
      for (const { node: deferred } of node.deferred) if (deferred !== undefined) await runNode(deferred, targets, run);
      return;
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) await runNode(child, targets, run);
  }
}

function objectsAt(value: unknown, [part, ...rest]: readonly (string | number)[]): readonly JsonObject[] {
  if (part === '@') return Array.isArray(value) ? value.flatMap((item) => objectsAt(item, rest)) : [];
  if (!isObject(value)) return [];
  return part === undefined ? [value] : objectsAt(value[part], rest);
}

async function runFetch(fetch: FetchNode, targets: readonly JsonObject[], run: Run): Promise<void> {
  const used = Object.fromEntries(
    (fetch.variableUsages ?? []).filter((name) => name in run.variables).map((name) => [name, run.variables[name]]),
  );
  if (fetch.requires === undefined) {
    const data = await run.send(fetch.serviceName, fetch.operation, used);
    rewrite(data, fetch.outputRewrites ?? [], run);
    for (const target of targets) merge(target, data ?? {});
    return;
  }
  const represented = targets.flatMap((target) => {
    const representation = typeof target['__typename'] === 'string' ? selected(target, fetch.requires ?? [], run) : null;
    if (representation === null || Object.keys(representation).length === 0) return [];
    rewrite(representation, fetch.inputRewrites ?? [], run);
    return [{ target, representation }];
  });
  if (represented.length === 0) return;
  const representations = represented.map(({ representation }) => JSON.parse(JSON.stringify(representation)));
  const data = await run.send(fetch.serviceName, fetch.operation, { ...used, representations });
  const entities = data?.['_entities'];
  rewrite(entities, fetch.outputRewrites ?? [], run);
  if (!Array.isArray(entities)) return;
  for (const [index, { target }] of represented.entries()) merge(target, entities[index] ?? {});
}

/** Null when a field is missing. */
function selected(source: JsonObject, selections: readonly QueryPlanSelectionNode[], run: Run): JsonObject | null {
  const result: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition !== undefined && !run.isOf(source, selection.typeCondition)) continue;
      const part = selected(source, selection.selections, run);
      if (part !== null) merge(result, part);
      continue;
    }
    const value = source[selection.name];
    if (value === undefined) return null;
    result[selection.name] = selection.selections === undefined ? value : selectedBelow(value, selection.selections, run);
  }
  return result;
}

function selectedBelow(value: unknown, selections: readonly QueryPlanSelectionNode[], run: Run): unknown {
  if (Array.isArray(value)) return value.map((item) => selectedBelow(item, selections, run));
  return isObject(value) ? selected(value, selections, run) : value;
}

function rewrite(value: unknown, rewrites: readonly FetchDataRewrite[], run: Run): void {
  for (const one of rewrites) rewriteAt(value, one.path, one, run);
}

function rewriteAt(value: unknown, [part, ...rest]: readonly string[], one: FetchDataRewrite, run: Run): void {
  if (Array.isArray(value)) for (const item of value) rewriteAt(item, [part ?? '', ...rest], one, run);
  if (!isObject(value) || part === undefined) return;
  if (part.startsWith('... on ')) {
    if (run.isOf(value, part.slice('... on '.length))) rewriteAt(value, rest, one, run);
    return;
  }
  if (rest.length > 0) rewriteAt(value[part], rest, one, run);
  else if (one.kind === 'ValueSetter') value[part] = one.setValueTo;
  else if (value[part] !== undefined) {
    value[one.renameKeyTo] = value[part];
    delete value[part];
  }
}

function merge(target: JsonObject, source: JsonObject): void {
  for (const [name, value] of Object.entries(source)) {
    const present = target[name];
    if (isObject(present) && isObject(value)) merge(present, value);
    else if (Array.isArray(present) && Array.isArray(value)) target[name] = value.map((item, index) => mergedItem(present[index], item));
    else target[name] = value;
  }
}

function mergedItem(present: unknown, value: unknown): unknown {
  if (isObject(present) && isObject(value)) merge(present, value);
  else if (Array.isArray(present) && Array.isArray(value)) return value.map((item, index) => mergedItem(present[index], item));
  else return value;
  return present;
}
