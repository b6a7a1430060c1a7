// Media types: what a response is in, by the Accept header, and what a request must be in.
import { qualitiesOf, remembering } from './quality-values.ts';

export const json = 'application/json';
export const graphqlResponse = 'application/graphql-response+json';
export type ResponseType = typeof json | typeof graphqlResponse;

/** What the response is in; null when the client accepts neither. A client that does not care gets JSON. */
export function responseTypeOf(accept: string | undefined): ResponseType | null {
  return accept === undefined || accept === '' ? json : negotiated(accept);
}

const negotiated = remembering((accept): ResponseType | null => {
  const qualities = qualitiesOf(accept);
  const any = qualities.get('application/*') ?? qualities.get('*/*') ?? 0;
  const named = qualities.get(graphqlResponse);
  const plain = qualities.get(json) ?? any;
  // Equally welcome, it is the better one; but whoever does not name it may not know it.
  if (named !== undefined && named > 0 && named >= plain) return graphqlResponse;
  if (plain > 0) return json;
  return (named ?? any) > 0 ? graphqlResponse : null;
});

/** Whether this is JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  return contentType === json || (contentType !== undefined && isJsonWithParameters(contentType));
}

const isJsonWithParameters = remembering((contentType) => {
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((parameter) => parameter.startsWith('charset=')).map((parameter) => parameter.slice(8));
  return type === json && charsets.every((charset) => utf8.has(charset));
});

const utf8: ReadonlySet<string> = new Set(['utf-8', 'utf8', '"utf-8"', '"utf8"']);
