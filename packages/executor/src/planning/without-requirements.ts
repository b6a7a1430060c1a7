// A supergraph in which no field requires others.
import type { DocumentNode } from 'graphql';
import { isFieldsType } from './supergraph-document.ts';

/** The supergraph without `requires`; copies of fields stay, so that no plan takes them for the fields. */
export function withoutRequirements(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((type) => {
    if (!isFieldsType(type)) return type;
    const fields = (type.fields ?? []).map((field) => ({
      ...field,
      directives: (field.directives ?? []).map((directive) => ({
        ...directive,
        arguments: (directive.arguments ?? []).filter(({ name }) => directive.name.value !== 'join__field' || name.value !== 'requires'),
      })),
    }));
    return { ...type, fields };
  });
  return { ...document, definitions };
}
