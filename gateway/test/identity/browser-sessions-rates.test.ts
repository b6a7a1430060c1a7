// How often an address may ask about sessions.
import { expect, it } from 'vitest';
import { openBrowser } from './support-browser.ts';
import { useSessions } from './support-sessions.ts';

const sessions = useSessions({ RATE_LIMITS: JSON.stringify([{ name: 'address', by: 'address', limit: 3 }]) });

it('is limited like any other request of the address, so that nobody has the provider asked at will', async () => {
  const { origin, provider } = sessions();
  const statuses: number[] = [];
  for (const path of ['/session', '/session/sign-in', '/session/callback?state=x', '/session/sign-in'])
    statuses.push((await openBrowser().send(`${origin}${path}`)).status);
  expect(statuses).toEqual([200, 303, 400, 429]);
  expect(provider.grants).toEqual([]);
});
