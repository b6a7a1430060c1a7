// A document passes up to each limit, and is refused above it with what was found and where.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type DocumentLimits, defaultDocumentLimits } from './document-limits.ts';
import { operationLimits } from './operation-limits.ts';

const faultOf = (text: string, limits: Partial<DocumentLimits> = {}) =>
  operationLimits({ ...defaultDocumentLimits, ...limits })(parse(text));

describe('operation limits', () => {
  it.each<[keyof DocumentLimits, string, number, string]>([
    ['nesting', '{ a { ... { b } } }', 3, 'DOCUMENT_TOO_NESTED'],
    ['depth', '{ a { b { c } } }', 3, 'OPERATION_TOO_DEEP'],
    ['introspectionDepth', '{ __type(name: "A") { ofType { name } } }', 3, 'INTROSPECTION_TOO_DEEP'],
    ['introspectionSize', '{ __schema { types { name } } }', 102, 'INTROSPECTION_TOO_LARGE'],
    ['rootFields', '{ a b ... { c } }', 3, 'TOO_MANY_ROOT_FIELDS'],
    ['aliases', '{ a: x b: x }', 2, 'TOO_MANY_ALIASES'],
    ['directives', '{ a @d b @d c @d }', 3, 'TOO_MANY_DIRECTIVES'],
    ['directivesPerPlace', '{ a @d @d }', 2, 'TOO_MANY_DIRECTIVES_AT_ONE_PLACE'],
    ['selections', '{ a ... { b } }', 3, 'TOO_MANY_SELECTIONS'],
    ['repeats', '{ a a a }', 3, 'FIELD_REPEATED_TOO_OFTEN'],
    ['comparisons', '{ a a a }', 3, 'SELECTIONS_OVERLAP_TOO_MUCH'],
    ['inputDepth', '{ a(b: [[1]]) }', 2, 'INPUT_TOO_DEEP'],
    ['inputItems', '{ a(b: [1, 2, 3]) }', 3, 'INPUT_LIST_TOO_LONG'],
    ['inputValues', '{ a(b: [1, 2, 3]) }', 4, 'INPUT_TOO_LARGE'],
  ])('bound %s', (limit, text, found, code) => {
    expect(faultOf(text, { [limit]: found })).toBeNull();
    expect(faultOf(text, { [limit]: found - 1 })).toMatchObject({
      code,
      message: expect.stringContaining(`: ${found} found, at most ${found - 1} allowed.`),
      locations: [{ line: 1 }],
    });
  });

  it('tell where a field is too deep', () => {
    expect(faultOf('{ a {\n  b\n} }', { depth: 1 })).toEqual({
      code: 'OPERATION_TOO_DEEP',
      message: 'Fields are nested too deeply: 2 found, at most 1 allowed.',
      locations: [{ line: 2, column: 3 }],
    });
  });

  it('tell which fragment closes a circle', () => {
    expect(faultOf('{ ...F }\nfragment F on T { ...F }')).toEqual({
      code: 'FRAGMENT_CYCLE',
      message: 'Fragment "F" spreads itself.',
      locations: [{ line: 2, column: 19 }],
    });
  });

  it('have no place to tell in a document without locations', () => {
    const fault = operationLimits({ ...defaultDocumentLimits, depth: 1 })(parse('{ a { b } }', { noLocation: true }));
    expect(fault).toEqual({ code: 'OPERATION_TOO_DEEP', message: 'Fields are nested too deeply: 2 found, at most 1 allowed.' });
  });

  it('hold whichever operation is asked for', () => {
    expect(faultOf('query Good { a } query Bad { a { b { c } } }', { depth: 2 })?.code).toBe('OPERATION_TOO_DEEP');
  });
});
