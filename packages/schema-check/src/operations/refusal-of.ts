// Why a schema refuses a document.
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  KnownTypeNamesRule,
  specifiedRules,
  type ValidationContext,
  validate,
} from 'graphql';

/** The first reason, or null. */
export function refusalOf(schema: GraphQLSchema, document: DocumentNode): string | null {
  if (validate(schema, document, quickRules, { maxErrors: 1 }).length === 0) return null;
  return validate(schema, document)[0]?.message ?? null;
}

/** graphql-js lists all types of the schema for each document, for suggestions: known operations times types, where nothing is to be suggested. */
const quickRules = specifiedRules.map((rule) => (rule === KnownTypeNamesRule ? namesKnownTypes : rule));

function namesKnownTypes(context: ValidationContext): ASTVisitor {
  return {
    NamedType(node) {
      if (context.getSchema().getType(node.name.value) === undefined)
        context.reportError(new GraphQLError('Unknown type.', { nodes: node }));
    },
  };
}
