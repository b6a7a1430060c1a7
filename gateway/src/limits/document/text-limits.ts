// What is decided of a document's text before it is parsed: the parser recurses, and makes nodes of whatever comes.
import { GraphQLError, Lexer, Source, type Token, TokenKind } from 'graphql';
import type { DocumentLimit, DocumentLimits } from './document-limits.ts';
import { type LimitFault, limitFault } from './limit-fault.ts';

type TextLimits = Pick<DocumentLimits, 'characters' | 'tokens' | 'nameLength' | 'nesting'>;

/**
 * Makes the check of a text: its characters, tokens, names and nested brackets. It stops at the first that is too much, and reads each token once.
 * Bad syntax is no fault here: the parser stops at it as well.
 */
export function textLimits(limits: TextLimits): (text: string) => LimitFault | null {
  return (text) => {
    if (text.length > limits.characters) return limitFault('characters', text.length, limits.characters, null);
    try {
      return scan(text, limits);
    } catch (error) {
      if (error instanceof GraphQLError) return null;
      throw error;
    }
  };
}

function scan(text: string, limits: TextLimits): LimitFault | null {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  const exceeded = (limit: keyof TextLimits & DocumentLimit, found: number, { line, column }: Token): LimitFault | null =>
    found > limits[limit] ? limitFault(limit, found, limits[limit], { line, column }) : null;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    tokens += 1;
    nesting += nestingOf(token.kind);
    const fault = exceeded('tokens', tokens, token) ?? exceeded('nesting', nesting, token) ?? nameFault(token);
    if (fault !== null) return fault;
  }
  return null;

  function nameFault(token: Token): LimitFault | null {
    return token.kind === TokenKind.NAME ? exceeded('nameLength', token.end - token.start, token) : null;
  }
}

function nestingOf(kind: TokenKind): -1 | 0 | 1 {
  if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) return 1;
  if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) return -1;
  return 0;
}
