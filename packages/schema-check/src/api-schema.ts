// What clients see of a supergraph.
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/**
 * Features that only executors need to know are no obstacle. @param isComposed it comes from composition, and is not validated again.
 * @throws {GraphQLError} when the text is no supergraph.
 */
export function apiSchemaOf(supergraphSdl: string, isComposed = false): GraphQLSchema {
  return Supergraph.build(supergraphSdl, { supportedFeatures: null, validateSupergraph: !isComposed }).apiSchema().toGraphQLJSSchema();
}
