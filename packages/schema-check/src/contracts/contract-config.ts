// Contracts as they are written: the `contracts` of supergraph.yaml, or a file of their own, graph-contracts.yaml.
import { LineCounter, parseDocument } from 'yaml';
import type { SourceLocation } from '../model.ts';
import { SupergraphConfigError } from '../supergraph-config.ts';

/** A variant of the graph that is made of tags. */
export interface Contract {
  readonly name: string;
  /** Not empty: what has none of these tags is left out. */
  readonly include: readonly string[];
  /** What has one of these tags is left out, included or not. */
  readonly exclude: readonly string[];
  /** Whether types that no operation reaches are left out too. */
  readonly hideUnreachableTypes: boolean;
  readonly source: SourceLocation;
}

export const contractsFile = 'graph-contracts.yaml';

const keys = ['name', 'include', 'exclude', 'hideUnreachableTypes'];
const fileName = /^[A-Za-z0-9][\w-]{0,63}$/;
/** https://www.apollographql.com/docs/graphos/platform/schema-management/delivery/contracts/reference */
const tagName = /^[\w/-]{1,128}$/;

/** None where the text has no `contracts`. `file` is named in errors and places. @throws {SupergraphConfigError} */
export function parseContracts(text: string, file: string): readonly Contract[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new SupergraphConfigError(`${file} is no YAML: ${syntax.message.split('\n', 1)[0]}`);
  const root: unknown = document.toJS();
  const entries = propertyOf(root, 'contracts') ?? [];
  if (!Array.isArray(entries)) throw new SupergraphConfigError(`${file}: "contracts" is not a list.`);
  const contracts = entries.map((entry: unknown, index) => {
    const range = propertyOf(document.getIn(['contracts', index], true), 'range');
    const { line, col } = Array.isArray(range) && typeof range[0] === 'number' ? lines.linePos(range[0]) : { line: 1, col: 1 };
    return contractOf(entry, { subgraph: null, file, line, column: col });
  });
  const twice = contracts.find(({ name }, index) => contracts.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw wrong(twice.source, `two contracts are called ${twice.name}.`);
  return contracts;
}

function contractOf(entry: unknown, source: SourceLocation): Contract {
  const name = propertyOf(entry, 'name');
  if (typeof name !== 'string' || !fileName.test(name))
    throw wrong(source, 'a contract has a "name" of letters, digits, "-" and "_": files are named after it.');
  const unknown = Object.keys(Object(entry)).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw wrong(source, `the contract ${name} has no "${unknown}": there are ${keys.join(', ')}.`);
  const [include, exclude] = [tagsOf(entry, 'include', name, source), tagsOf(entry, 'exclude', name, source)];
  const both = include.find((tag) => exclude.includes(tag));
  if (both !== undefined) throw wrong(source, `the contract ${name} includes and excludes "${both}".`);
  if (include.length + exclude.length === 0) throw wrong(source, `the contract ${name} neither includes nor excludes a tag.`);
  const hideUnreachableTypes = propertyOf(entry, 'hideUnreachableTypes') ?? false;
  if (typeof hideUnreachableTypes !== 'boolean') throw wrong(source, `"hideUnreachableTypes" of ${name} is true or false.`);
  return { name, include, exclude, hideUnreachableTypes, source };
}

function tagsOf(entry: unknown, key: string, name: string, source: SourceLocation): readonly string[] {
  const tags = propertyOf(entry, key) ?? [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string' && tagName.test(tag))) return tags;
  throw wrong(source, `"${key}" of ${name} is a list of tags: letters, digits, "_", "-" and "/".`);
}

const wrong = ({ file, line }: SourceLocation, problem: string) => new SupergraphConfigError(`${file}:${line}: ${problem}`);

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
