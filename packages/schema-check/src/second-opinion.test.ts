// A second opinion on the corpus: GraphQL Inspector's on plain schemas, the Guild's on composition. Where they differ, the README says why.
import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { composeServices } from '@theguild/federation-composition';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { federationPairs } from '../corpus/federation.ts';
import { plainPairs } from '../corpus/plain-pairs.ts';
import { subgraphsOfText } from '../test/graph-of-text.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Rows `| pair | ours | theirs | why |` of the table under a heading. */
function explainedUnder(heading: string): readonly string[] {
  const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| ([^|]+) \| (\w+) \| (\w+) \| [^|]{10,} \|$/gm)]
    .map(([, pair, ours, theirs]) => `${pair}: ${ours}, ${theirs}`)
    .toSorted();
}

async function inspected(before: string, after: string): Promise<string> {
  const levels = (await diff(buildSchema(before), buildSchema(after))).map(({ criticality }) => criticality.level);
  if (levels.includes(CriticalityLevel.Breaking)) return 'breaking';
  return levels.includes(CriticalityLevel.Dangerous) ? 'dangerous' : 'safe';
}

test('GraphQL Inspector says the same of each plain pair, or the README says why not', async () => {
  const opinions = await Promise.all(
    plainPairs.map(async ({ name, before, after, verdict }) => ({ name, verdict, theirs: await inspected(before, after) })),
  );
  const different = opinions
    .filter(({ verdict, theirs }) => verdict !== theirs)
    .map(({ name, verdict, theirs }) => `${name}: ${verdict}, ${theirs}`);
  expect(different.toSorted()).toEqual(explainedUnder('Where GraphQL Inspector differs'));
});

test('the Guild composes what we compose and refuses what we refuse, or the README says why not', { timeout: 30_000 }, () => {
  const different = federationPairs.flatMap(({ name, after, verdict }) => {
    // The corpus test composes them.
    const ours = verdict === null ? 'refused' : 'composed';
    const services = subgraphsOfText(after).map(({ name: service, sdl, url }) => ({ name: service, typeDefs: parse(sdl), url }));
    const theirs = composeServices(services).supergraphSdl === undefined ? 'refused' : 'composed';
    return ours === theirs ? [] : [`${name}: ${ours}, ${theirs}`];
  });
  expect(different.toSorted()).toEqual(explainedUnder('Where the composition of the Guild differs'));
});
