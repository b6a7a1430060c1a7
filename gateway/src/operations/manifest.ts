// The documents that the builds of clients have registered: manifests in Apollo's and in Relay's format.
import { z } from 'zod';

/** Apollo's `generate-persisted-query-manifest`. What else it says of an operation is of no use here. */
const apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), body: z.string().min(1) })),
});

/** Relay's `persistConfig.file`: documents by id. */
const relay = z.record(z.string().min(1), z.string().min(1));

/** Documents by id. @throws {Error} what is wrong with it, in a sentence. */
export function parseManifest(json: string): ReadonlyMap<string, string> {
  const content = parsed(json);
  const isApollo = typeof content === 'object' && content !== null && 'format' in content;
  const entries = isApollo ? apolloEntries(content) : Object.entries(checked(relay, content));
  const documents = new Map<string, string>();
  for (const [id, text] of entries) {
    if ((documents.get(id) ?? text) !== text) throw new Error(`The manifest has two documents with the id ${id}.`);
    documents.set(id, text);
  }
  return documents;
}

const apolloEntries = (content: object) => checked(apollo, content).operations.map(({ id, body }) => [id, body] as const);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error('The manifest is not JSON.', { cause });
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, content: unknown): z.output<Schema> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `The manifest is neither Apollo's nor Relay's: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'is wrong'}.`,
  );
}
