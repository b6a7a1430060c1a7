// supergraph.yaml in every form that Apollo's format has, and what is wrong with others.
import { describe, expect, it } from 'vitest';
import { parseSupergraphConfig } from './supergraph-config.ts';

const config = (subgraph: string) => parseSupergraphConfig(`subgraphs:\n  reviews:\n    ${subgraph}\n`).subgraphs;

describe('a supergraph.yaml', () => {
  it('names a file, a text or a running service for each schema', () => {
    expect([
      ...config('{ routing_url: http://a, schema: { file: ./a.graphql } }'),
      ...config('{ routing_url: http://a, schema: { sdl: "type Query { a: Int }" } }'),
      ...config('{ routing_url: http://a, schema: { subgraph_url: http://b } }'),
      ...config('{ schema: { subgraph_url: http://b } }'),
    ]).toEqual([
      { name: 'reviews', routingUrl: 'http://a', schema: { kind: 'file', file: './a.graphql' } },
      { name: 'reviews', routingUrl: 'http://a', schema: { kind: 'text', sdl: 'type Query { a: Int }' } },
      { name: 'reviews', routingUrl: 'http://a', schema: { kind: 'service', url: 'http://b' } },
      { name: 'reviews', routingUrl: 'http://b', schema: { kind: 'service', url: 'http://b' } },
    ]);
  });

  it.each([
    ['subgraphs: [', 'supergraph.yaml is no YAML'],
    ['', 'supergraph.yaml has no "subgraphs".'],
    ['subgraphs: {}', 'supergraph.yaml names no subgraph.'],
    ['subgraphs: { a: { routing_url: http://a } }', 'the schema of subgraph a is one of "file", "sdl" and "subgraph_url"'],
    ['subgraphs: { a: { schema: { file: a.graphql } } }', 'subgraph a has no "routing_url".'],
    ['subgraphs: { a: { routing_url: 1, schema: { subgraph_url: http://a } } }', 'subgraph a has no "routing_url".'],
  ])('that is wrong is told with a sentence: %s', (text, message) => expect(() => parseSupergraphConfig(text)).toThrow(message));
});
