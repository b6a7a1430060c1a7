// The formats that other programs read, against what they expect.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { change, fine, place, report } from '../testing/reports.ts';
import { compositionJson, compositionReport } from './composition-report.ts';
import { diffReport } from './diff-report.ts';
import { renderReport } from './render-report.ts';

const schemaAt = (path: string) =>
  new Ajv({ allowUnionTypes: true, strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')),
  );
const rendered = (format: Parameters<typeof renderReport>[1], given = report) => renderReport(given, format, { colours: false });

const found = { code: 'INVALID_GRAPHQL', message: 'Unknown type.', places: [place] };
const compositions = {
  composed: { kind: 'composed', supergraph: 'schema { query: Query }', hints: [found] },
  failed: { kind: 'failed', errors: [found] },
} as const;

describe('JSON', () => {
  const validate = schemaAt('../../../../docs/schemas/check-report.v1.json');

  it('is what the published schema says, and the report itself', () => {
    for (const given of [report, fine]) {
      expect(validate(JSON.parse(rendered('json', given))), JSON.stringify(validate.errors)).toBe(true);
      expect(JSON.parse(rendered('json', given))).toEqual(given);
    }
  });

  it('of diff and compose is what the schema says too', () => {
    const { composed, failed } = compositions;
    const others = [diffReport('a', 'b', [change]), compositionReport('a', composed, 'a.graphql'), compositionReport('a', failed, null)];
    for (const given of others) expect(validate(JSON.parse(rendered('json', given))), JSON.stringify(validate.errors)).toBe(true);
    expect(others.map(({ passed }) => passed)).toEqual([false, false, false]);
  });

  it('of a composition by itself is what its schema says', () => {
    const isComposition = schemaAt('../../../../docs/schemas/composition.v1.json');
    const { composed, failed } = compositions;
    const results = [
      { errors: [], hints: composed.hints, supergraph: composed.supergraph, isStale: true },
      { errors: failed.errors, hints: [], supergraph: null, isStale: false },
    ];
    for (const result of results) expect(isComposition(JSON.parse(compositionJson(result)))).toBe(true);
  });

  it('the schema refuses reports that are not', () => expect(validate({ ...report, version: 2 })).toBe(false));
});

describe('SARIF', () => {
  const validate = schemaAt('../testing/sarif-subset.schema.json');
  const log = JSON.parse(rendered('sarif'));

  it('is what the standard says', () => {
    for (const given of [report, fine]) expect(validate(JSON.parse(rendered('sarif', given))), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has a rule for each code, a line for each place, and the operations', () => {
    const [{ results, tool }] = log.runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'subgraphs/catalog/schema.graphql' },
      region: { startLine: 12, startColumn: 3 },
    });
    expect(results[0].message.text).toContain('ProductPage');
  });
});

describe('JUnit', () => {
  // junit-10.xsd of Jenkins' xunit plugin: what may stand in what, and what must be said.
  const grammar: Readonly<Record<string, { readonly inside: string | null; readonly attributes: readonly string[] }>> = {
    testsuites: { inside: null, attributes: ['name'] },
    testsuite: { inside: 'testsuites', attributes: ['name', 'tests', 'failures', 'errors', 'skipped'] },
    testcase: { inside: 'testsuite', attributes: ['classname', 'name'] },
    failure: { inside: 'testcase', attributes: ['message', 'type'] },
    skipped: { inside: 'testcase', attributes: ['message'] },
    'system-out': { inside: 'testcase', attributes: [] },
  };

  const tags = (xml: string) => [...xml.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)];

  it('is well-formed, and nests what belongs together', () => {
    const xml = rendered('junit');
    const open: string[] = [];
    for (const [, end, name = '', attributes = '', empty] of tags(xml)) {
      if (end === '/') {
        expect(open.pop()).toBe(name);
        continue;
      }
      expect(grammar[name]?.inside).toBe(open.at(-1) ?? null);
      for (const [, attribute] of attributes.matchAll(/ ([a-z]+)=/g)) expect(grammar[name]?.attributes).toContain(attribute);
      if (empty !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    // All that is not a tag is text: no other "<", no bare "&", no control characters.
    const texts = tags(xml).reduce((rest, [tag]) => rest.replace(tag, ''), xml.replace('<?xml version="1.0" encoding="UTF-8"?>', ''));
    expect(texts).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos|#10);)/);
    expect([...xml].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });

  it('counts its cases, failures and skips', () => {
    const xml = rendered('junit');
    const counted = (pattern: RegExp) => [...xml.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted(/ tests="(\d+)"/g)).toBe(tags(xml).filter(([, end, name]) => end === '' && name === 'testcase').length);
    expect(counted(/ failures="(\d+)"/g)).toBe(1);
    expect(counted(/ skipped="(\d+)"/g)).toBe(1);
  });

  it('fails for an error, with the operations that break', () =>
    expect(rendered('junit')).toMatch(/<failure message="Field Product\.sku was removed\." type="FIELD_REMOVED">[^<]*ProductPage/));
});
