// HTML as a template: what is put in is text, unless it is HTML made here.

export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

type Part = string | Html | readonly Html[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = (part: Part): string => (typeof part === 'string' ? escaped(part) : part instanceof Html ? String(part) : part.join('\n'));
  return new Html(strings.reduce((written, string, index) => `${written}${text(parts[index - 1] ?? '')}${string}`));
}
