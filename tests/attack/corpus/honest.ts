// Operations that applications send, which no limit may refuse: written for this, and whatever the repository holds.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getIntrospectionQuery, Kind, parse, print, separateOperations } from 'graphql';

export interface HonestOperation {
  readonly name: string;
  /** One operation with its fragments, or a document as the repository has it. */
  readonly text: string;
}

const root = resolve(import.meta.dirname, '../../..');

/** Those of ./honest, and the introspection of editors. */
export function writtenOperations(): readonly HonestOperation[] {
  const files = globSync('tests/attack/corpus/honest/*.graphql', { cwd: root });
  const written = files.flatMap((file) => {
    const separated = separateOperations(parse(readFileSync(resolve(root, file), 'utf8')));
    return Object.entries(separated).map(([name, document]) => ({ name: `${file} ${name}`, text: print(document) }));
  });
  const everything = {
    inputValueDeprecation: true,
    oneOf: true,
    schemaDescription: true,
    directiveIsRepeatable: true,
    specifiedByUrl: true,
  };
  return [
    ...written,
    { name: 'introspection', text: getIntrospectionQuery() },
    { name: 'introspection with everything', text: getIntrospectionQuery(everything) },
  ];
}

const sources = ['*.md', 'docs/**/*.md', '{gateway,packages,subgraphs,tests}/**/*.{ts,graphql,md}'];
const left = /node_modules|generated|coverage|tests\/attack|tests\/bench\/gateways\/peers/;

/** Every text in the repository's tests, workloads and documentation that has the syntax of an operation; of what graph is not known. */
export function foundOperations(): readonly HonestOperation[] {
  const texts = new Map<string, string>();
  for (const file of globSync(sources, { cwd: root, exclude: (name) => name === 'node_modules' })) {
    if (left.test(file)) continue;
    for (const text of textsIn(file, readFileSync(resolve(root, file), 'utf8'))) if (isOperation(text)) texts.set(text, file);
  }
  return [...texts].map(([text, name]) => ({ name, text }));
}

/** Whole files, code blocks, or literals without substitutions. */
function textsIn(file: string, content: string): readonly string[] {
  if (file.endsWith('.graphql')) return [content];
  const parts = file.endsWith('.md')
    ? content.matchAll(/```graphql\n(.*?)```/gs)
    : content.matchAll(/`([^`$]*\{[^`$]*\}[^`$]*)`|'([^'\\\n]*\{[^'\\\n]*\}[^'\\\n]*)'/g);
  return [...parts].map(([, first, second]) => first ?? second ?? '');
}

function isOperation(text: string): boolean {
  try {
    return parse(text).definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch {
    return false;
  }
}
