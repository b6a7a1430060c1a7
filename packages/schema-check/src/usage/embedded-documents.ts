// GraphQL documents inside TypeScript and JavaScript sources: templates tagged gql or graphql, and those after a GraphQL comment.

export interface EmbeddedDocument {
  readonly text: string;
  /** Of its template in the source, from 1. */
  readonly line: number;
}

export interface EmbeddedDocuments {
  readonly documents: readonly EmbeddedDocument[];
  /** Templates that say more than their text: what stands in `${}` is code, which nobody runs here. Their lines. */
  readonly unreadable: readonly number[];
}

/** A tag may be called (`graphql(`...`)`), have type parameters, or be a comment. */
const template = /(?:\b(?:gql|graphql)\s*(?:<[^>`]*>)?\s*\(?\s*|\/\*\s*GraphQL\s*\*\/\s*)`((?:[^`\\]|\\[\s\S])*)`/g;

/** Interpolated fragments between definitions (`${fragment}` of Apollo) are left out: fragments are found by their names in all sources. */
export function embeddedDocuments(source: string): EmbeddedDocuments {
  const found = [...source.matchAll(template)].map(({ 1: body = '', index }) => ({
    body,
    line: source.slice(0, index).split('\n').length,
  }));
  const read = found.map(({ body, line }) => ({ line, text: withoutFragments(body).replaceAll(/\\([`$\\])/g, '$1') }));
  return {
    documents: read.filter(({ text }) => !text.includes('${')),
    unreadable: read.filter(({ text }) => text.includes('${')).map(({ line }) => line),
  };
}

/** Outside of every selection set an interpolation can only be a document with fragments. */
function withoutFragments(body: string): string {
  const kept: string[] = [];
  let depth = 0;
  for (const part of body.split(/(\$\{[^{}]*\}|[{}])/)) {
    const isInterpolation = part.startsWith('${');
    if (part === '{') depth += 1;
    if (part === '}') depth -= 1;
    if (!isInterpolation || depth > 0) kept.push(part);
  }
  return kept.join('');
}
