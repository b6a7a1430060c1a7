// Operations with the fragments that they need, from texts that share their fragments as the files of an application do.
import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  print,
  Source,
  visit,
} from 'graphql';

export interface SourceText {
  /** Of the file, for messages. */
  readonly name: string;
  readonly text: string;
}

/** One operation, complete. */
export interface RegisteredDocument {
  /** SHA-256 of its text, in hexadecimal digits: what Apollo's clients send for it as well. */
  readonly id: string;
  readonly name: string;
  readonly type: OperationTypeNode;
  readonly text: string;
  /** The file that it stands in. */
  readonly file: string;
}

export interface Extracted {
  readonly documents: readonly RegisteredDocument[];
  /** What keeps them from being registered, a sentence each. */
  readonly problems: readonly string[];
}

export interface ExtractOptions {
  /** Whether `__typename` joins every selection set below the root: Apollo Client sends documents so. */
  readonly addTypename: boolean;
}

/** The text of a document is that of `print`, fragments behind the operation in the order of their names, sorted by the operation's name. */
export function extractDocuments(sources: readonly SourceText[], { addTypename }: ExtractOptions): Extracted {
  const problems: string[] = [];
  const operations = new Map<string, { readonly node: OperationDefinitionNode; readonly file: string }>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { name: file, text } of sources) {
    for (const node of definitionsIn(file, text, problems)) {
      const name = 'name' in node ? node.name?.value : undefined;
      if (node.kind === Kind.OPERATION_DEFINITION && name === undefined) problems.push(`${file}: an operation has no name.`);
      else if (node.kind === Kind.OPERATION_DEFINITION && name !== undefined) {
        const known = operations.get(name);
        if (known !== undefined) problems.push(`${file}: there is an operation ${name} in ${known.file} too.`);
        operations.set(name, { node, file });
      } else if (node.kind === Kind.FRAGMENT_DEFINITION) {
        // The same may stand in several files.
        const known = fragments.get(node.name.value);
        if (known !== undefined && print(known) !== print(node)) problems.push(`${file}: there is another fragment ${node.name.value}.`);
        fragments.set(node.name.value, node);
      } else problems.push(`${file}: it defines more than operations and fragments.`);
    }
  }
  const documents = [...operations]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, { node, file }]) => {
      const needed = fragmentsOf(node, fragments, (missing) => problems.push(`${file}: ${name} spreads ${missing}, which is nowhere.`));
      const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node, ...needed] };
      const text = print(addTypename ? withTypenames(document) : document);
      return { id: createHash('sha256').update(text).digest('hex'), name, type: node.operation, text, file };
    });
  return { documents, problems };
}

function definitionsIn(file: string, text: string, problems: string[]): DocumentNode['definitions'] {
  try {
    return parse(new Source(text, file)).definitions;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    problems.push(`${file}:${line}:${column}: ${error.message}`);
    return [];
  }
}

function fragmentsOf(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  onMissing: (name: string) => void,
): readonly FragmentDefinitionNode[] {
  const needed = new Map<string, FragmentDefinitionNode>();
  const waiting: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  for (const node of waiting) {
    visit(node, {
      FragmentSpread({ name: { value: name } }) {
        if (needed.has(name)) return;
        const fragment = fragments.get(name);
        if (fragment === undefined) return onMissing(name);
        needed.set(name, fragment);
        waiting.push(fragment);
      },
    });
  }
  return [...needed.values()].toSorted((one, other) => (one.name.value < other.name.value ? -1 : 1));
}

/** As Apollo Client transforms a document: not at the root of an operation, nor where it stands already. */
const withTypenames = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet(node, _key, parent) {
      if (parent !== undefined && !Array.isArray(parent) && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined;
      if (node.selections.some((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'))) return undefined;
      const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
      return { ...node, selections: [...node.selections, typename] };
    },
  });
