// What reviews holds of a person: given out whole, and what of it goes when the person is erased.
import { forgetErased } from '@tributary/subgraph-kit';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';
import { unpublishedReviews } from '../src/erasure.ts';
import type { PrismaClient } from '../src/generated/prisma/client.ts';

const subgraph = await testSubgraph('reviews', { env: { AUDIT_RELAY_INTERVAL_MS: '60000' } });
const db = subgraph.service.database.client as PrismaClient; // that of reviews
afterAll(() => subgraph.stop());

const write = (authorId: string, productId: number, status: 'PENDING' | 'PUBLISHED' | 'REJECTED', reason: string | null = null) =>
  db.review.create({ data: { authorId, productId, rating: 3, title: `${authorId} ${status}`, body: 'b', status, reason } });
const left = async (...authors: string[]) =>
  (await db.review.findMany({ where: { authorId: { in: authors } }, orderBy: { id: 'asc' } })).map(({ title, reason }) => [title, reason]);

it('is given out as a document, with what only moderators see, to who may export it', async () => {
  await write('9001', 1, 'REJECTED', 'rude');
  const document = '{ _entities(representations: [{ __typename: "User", id: "9001" }]) { ... on User { personalDataInReviews } } }';
  const { data } = await subgraph.execute({ document, as: 'admin' });
  expect(JSON.parse(data?.['_entities'][0].personalDataInReviews)).toMatchObject({ reviews: [{ title: '9001 REJECTED', reason: 'rude' }] });
  expect((await subgraph.execute({ document, as: 'manager' })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

it('goes as far as nobody was to read it; published reviews stay, nobody else loses any, and the trail knows', async () => {
  await write('9002', 1, 'PENDING');
  await write('9002', 2, 'REJECTED', 'why');
  await write('9002', 3, 'PUBLISHED', 'how');
  await write('9003', 1, 'PENDING');
  const asked: string[] = [];
  const erasedOf = async (userIds: readonly string[]) => {
    asked.push(...userIds);
    return userIds.filter((id) => id === '9002');
  };
  for (const _round of [1, 2]) await forgetErased({ ...unpublishedReviews(db), erasedOf });
  expect(await left('9002', '9003')).toEqual([
    ['9002 PUBLISHED', null],
    ['9003 PENDING', null],
  ]);
  expect(asked.filter((id) => id === '9002')).toEqual(['9002']);
  const entries = (await db.auditOutbox.findMany()).map(({ event }) => event);
  expect(entries).toHaveLength(2);
  for (const entry of entries) expect(entry).toMatchObject({ action: 'review.erase', actor: 'service:reviews' });
});
