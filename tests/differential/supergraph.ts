// One generated supergraph, composed and made runnable: its subgraphs served, its API known to the reference.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { SubgraphSdls } from './generate-supergraph.ts';
import { createReference, type Reference } from './reference.ts';
import { type Facts, factsOf } from './sdl-facts.ts';
import { createSubgraphSchema } from './subgraph-schema.ts';
import type { SubgraphServer } from './subgraph-server.ts';

export interface Supergraph {
  readonly sdls: SubgraphSdls;
  readonly supergraphSdl: string;
  readonly facts: Facts;
  readonly reference: Reference;
}

/** Undefined if the subgraphs do not compose. */
export function composeSupergraph(sdls: SubgraphSdls, server: SubgraphServer): Supergraph | undefined {
  const place = server.place();
  const services = Object.entries(sdls).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: place.url(name) }));
  const { supergraphSdl, schema } = composeServices(services);
  if (supergraphSdl === undefined || schema === undefined) return undefined;
  const facts = factsOf(sdls);
  for (const name of Object.keys(sdls)) place.serve(name, createSubgraphSchema(facts, name));
  return { sdls, facts, supergraphSdl, reference: createReference(schema.toAPISchema().toGraphQLJSSchema()) };
}
