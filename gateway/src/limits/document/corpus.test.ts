// The worst documents that we know are refused, each for what it is, after a look at few nodes; what applications send is not.
import { readFileSync } from 'node:fs';
import { buildSchema, Lexer, parse, Source, TokenKind, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { foundOperations, writtenOperations } from '../../../../tests/attack/corpus/honest.ts';
import { hostileDocuments } from '../../../../tests/attack/corpus/hostile.ts';
import { createDocumentCheck } from './document-check.ts';
import { defaultDocumentLimits } from './document-limits.ts';
import { measureDocument } from './measure-document.ts';
import { textLimits } from './text-limits.ts';

const check = createDocumentCheck(defaultDocumentLimits, new Map());
const checkText = textLimits(defaultDocumentLimits);

function tokensOf(text: string): number {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  while (lexer.advance().kind !== TokenKind.EOF) tokens += 1;
  return tokens;
}

describe('hostile documents', () => {
  it.each(hostileDocuments)('$name: $code', ({ text, code }) => {
    expect(check(text)?.code).toBe(code);
  });

  it('are many, each with a name', () => {
    expect(hostileDocuments.length).toBeGreaterThanOrEqual(120);
    expect(new Set(hostileDocuments.map(({ name }) => name)).size).toBe(hostileDocuments.length);
  });

  it('are looked at no more often than they have tokens, and once more where few fragments are expanded', () => {
    const { selections: most } = defaultDocumentLimits;
    const parsed = hostileDocuments.filter(({ text }) => checkText(text) === null);
    expect(parsed.length).toBeGreaterThan(100);
    for (const { text } of parsed) {
      const measure = measureDocument(parse(text), most);
      const expanded = measure.kind === 'cyclic' || measure.found.selections.value > most ? 0 : measure.found.selections.value;
      expect(measure.visits).toBeLessThanOrEqual(tokensOf(text) + expanded);
    }
  });
});

describe('honest operations', () => {
  // What clients see, and the few fields that they do not.
  const schema = buildSchema(readFileSync(new URL('../../../../supergraph.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true });
  const isOurs = ({ text }: { readonly text: string }) => validate(schema, parse(text)).length === 0;
  const written = writtenOperations();
  const found = foundOperations().filter(isOurs);

  it('are not refused: those written for this, and those of this repository', () => {
    const refusals = [...written, ...found].flatMap(({ name, text }) => {
      const fault = check(text);
      return fault === null ? [] : [`${name}: ${fault.message}`];
    });
    expect(refusals).toEqual([]);
  });

  it('are many, and operations of our graph', () => {
    expect(written.filter((operation) => !isOurs(operation)).map(({ name }) => name)).toEqual([]);
    expect(written.length + found.length).toBeGreaterThanOrEqual(200);
  });
});
