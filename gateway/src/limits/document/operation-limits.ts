// Judges a parsed document by its structure, before anything is validated or planned.
import type { DocumentNode } from 'graphql';
import { type DocumentLimits, documentLimitNames } from './document-limits.ts';
import { cycleFault, type LimitFault, limitFault, locationOf } from './limit-fault.ts';
import { type Measured, measureDocument } from './measure-document.ts';

const isMeasured = (limit: string): limit is Measured => !['characters', 'tokens', 'nameLength'].includes(limit);
const judged = documentLimitNames.filter(isMeasured);

/**
 * Makes the check of a document, whose text has passed `textLimits`. The answer is the document's, whichever of its operations is asked for:
 * validation reads them all. Of several limits that are passed, the first of the table is told.
 */
export function operationLimits(limits: DocumentLimits): (document: DocumentNode) => LimitFault | null {
  return (document) => {
    const measure = measureDocument(document, limits.selections);
    if (measure.kind === 'cyclic') return cycleFault(measure.spread.node.name.value, measure.spread.node);
    const limit = judged.find((name) => measure.found[name].value > limits[name]);
    if (limit === undefined) return null;
    const { value, node } = measure.found[limit];
    return limitFault(limit, value, limits[limit], locationOf(node));
  };
}
