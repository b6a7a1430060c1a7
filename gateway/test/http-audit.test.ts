// The public audit of GraphQL over HTTP, all of it: what it only recommends included.
import { serverAudits } from 'graphql-http';
import { expect, it } from 'vitest';
import { useGateway } from './support.ts';

const gateway = useGateway();

/** As a client of ours: its GET requests carry the header without which they could come from a page of another site. */
const fetchFn: typeof fetch = (input, init = {}) =>
  fetch(input, init.method === 'POST' ? init : { ...init, headers: { ...init.headers, 'apollo-require-preflight': '1' } });

const audits = serverAudits({ url: () => gateway().url, fetchFn });

it('has what it had when this was written', () => expect(audits.length).toBeGreaterThanOrEqual(61));

it.each(audits.map(({ id, name }, index) => [id, name, index] as const))('%s: %s', async (_id, _name, index) => {
  expect(await audits[index]?.fn()).toMatchObject({ status: 'ok' });
});
