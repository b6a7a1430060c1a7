// Whether documents fit the schema that clients see.
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { RegisteredDocument } from './extract-documents.ts';

/** What is wrong, a sentence each. */
export const validateDocuments = (documents: readonly RegisteredDocument[], schema: GraphQLSchema): readonly string[] =>
  documents.flatMap(({ file, name, text }) => validate(schema, parse(text)).map(({ message }) => `${file}: ${name}: ${message}`));
