// The text of API keys: made here, recognised here.
import { expect, it } from 'vitest';
import { apiKeyText, isApiKeyText, looksLikeApiKey } from './api-key-text.ts';

const { prefix, text } = apiKeyText('abcd1234', 'S'.repeat(43));

it('begins with what names the key', () => {
  expect([prefix, text.startsWith(`${prefix}_`), looksLikeApiKey(text), isApiKeyText(text)]).toEqual(['trb_abcd1234', true, true, true]);
});

it('is refused with any one character changed, missing or added', () => {
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'x' ? 'y' : 'x';
    expect(isApiKeyText(`${text.slice(0, at)}${other}${text.slice(at + 1)}`)).toBe(false);
    expect(isApiKeyText(`${text.slice(0, at)}${text.slice(at + 1)}`)).toBe(false);
    expect(isApiKeyText(`${text.slice(0, at)}x${text.slice(at)}`)).toBe(false);
  }
  expect([isApiKeyText(''), isApiKeyText(`${text}\n`), isApiKeyText(` ${text}`)]).toEqual([false, false, false]);
});
