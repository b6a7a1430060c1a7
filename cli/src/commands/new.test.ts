// new subgraph: what cannot be is said before anything is written.
import { expect, it } from 'vitest';
import { run } from './new.ts';

it.each<[what: string, args: string[], message: string]>([
  ['a name that is taken', ['catalog'], 'There is a subgraph "catalog" already.'],
  ['a name of the platform', ['gateway'], '"gateway" is a name of the platform\'s own.'],
  ['a package of the platform', ['monitoring'], '"monitoring" is a package of the platform.'],
  ['a name whose variable means something else', ['redis'], 'would be set by REDIS_URL'],
  ['no name', ['Shipping'], '"Shipping" is no name for a subgraph'],
  ['an entity that another subgraph has', ['shipping', '--entity', 'Product'], 'Product is a type of catalog.'],
  [
    'an entity that would bring what is there',
    ['shipping', '--entity', 'Me'],
    'An entity "Me" would bring Query.me, which accounts has already.',
  ],
  ['no entity', ['shipping', '--entity', 'parcel'], '"parcel" is no name for an entity'],
  ['an entity twice', ['shipping', '--entity', 'Parcel', '--entity', 'Parcel'], 'The entity Parcel is named twice.'],
  ['two entities of which one brings the other', ['shipping', '--entity', 'Parcel', '--entity', 'ParcelEdge'], 'bring ParcelEdge both'],
  ['an unknown scope', ['shipping', '--scope', 'parcels:write'], 'There is no scope "parcels:write".'],
  ['an unknown flag', ['shipping', '--entities', 'Parcel'], '--entities'],
  ['no subgraph', [], 'Usage: new subgraph NAME'],
])('%s', async (_what, args, message) => {
  await expect(run(['subgraph', ...args])).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});
