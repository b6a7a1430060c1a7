// Corrects plans in which a field with `@requires` is asked without what it requires, or in which that is missing when a condition is not met.
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { AskedField } from './asked-fields.ts';
import { withRequirementsAsked } from './asked-requirements.ts';
import { UncorrectableFetch } from './lift-fields.ts';
import { flatFetches, withFieldsLifted } from './ordered-plan.ts';
import { withPartialRequirementsApart } from './partial-requirements.ts';
import type { SubgraphFields } from './subgraph-fields.ts';
import type { PossibleTypes } from './supergraph-document.ts';
import { askedFieldsOf } from './written-places.ts';

export interface PlanCorrection {
  readonly fields: SubgraphFields;
  readonly possibleTypes: PossibleTypes;
  /** Plans as if no field required others. */
  planPlainly(document: DocumentNode): QueryPlan;
}

/**
 * The plan itself where nothing is wrong with it. The planner takes a requirement for satisfied that the subgraph at hand provides or has a
 * copy of, and joins a field with others before what it requires is there: such an operation is planned with requirements as fields, and the
 * fields that require them are put in afterwards.
 * @throws {UncorrectableFetch} when there is no such plan.
 */
export function correctPlan(plan: QueryPlan, document: DocumentNode, correction: PlanCorrection): QueryPlan {
  const { fields, possibleTypes, planPlainly } = correction;
  if (!isMisplacedIn(plan, fields)) return withPartialRequirementsApart(plan, fields, possibleTypes);
  const plain = planPlainly(withRequirementsAsked(document, fields, possibleTypes));
  const corrected = withFieldsLifted(plain, { fields, possibleTypes, isLifted: () => true });
  if (isMisplacedIn(corrected, fields)) throw new UncorrectableFetch('A field is asked where only a copy of it is.');
  return corrected;
}

function isMisplacedIn(plan: QueryPlan, fields: SubgraphFields): boolean {
  return flatFetches(plan).some(({ node }) => {
    if (!fields.mayAskFor(node.serviceName, node.operation)) return false;
    return askedFieldsOf(node, fields).some((asked) => isMisplaced(asked, node.serviceName, fields));
  });
}

/** Whether a field stands where its subgraph cannot know what it requires, or where the subgraph has a copy of it that nothing provides. */
function isMisplaced({ field, typeName, ofEntity, isProvided }: AskedField, subgraph: string, fields: SubgraphFields): boolean {
  const { value: name } = field.name;
  if (!ofEntity && fields.requirementOf(subgraph, typeName, name) !== undefined) return true;
  return !isProvided && fields.isExternal(subgraph, typeName, name);
}
