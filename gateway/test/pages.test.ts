// The landing page and the IDE: what a browser gets, what it lets them do, and that production has neither.
import { describe, expect, it } from 'vitest';
import { requestId, startTestGateway, useGateway } from './support.ts';

const gateway = useGateway();
const page = (path: string, method = 'GET') => gateway().send({ path, method });
const directivesOf = (policy: unknown) =>
  Object.fromEntries(
    String(policy)
      .split('; ')
      .map((directive) => [directive.split(' ', 1)[0], directive.split(' ').slice(1)]),
  );

describe.each(['/', '/ide'])('the page %s', (path) => {
  it('is HTML that no browser sniffs, frames or tells others about', async () => {
    const { status, headers } = await page(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(directivesOf(headers['content-security-policy'])).toMatchObject({
      'default-src': ["'none'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('has no script of its own in the document, so that none can be injected', async () => {
    const { text, headers } = await page(path);
    expect(directivesOf(headers['content-security-policy'])['script-src']).not.toContain("'unsafe-inline'");
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(text).not.toMatch(/\son\w+=/);
  });

  it('has all its parts, from here', async () => {
    const { text } = await page(path);
    const parts = [...text.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
    expect(parts).not.toEqual([]);
    for (const part of parts) {
      const type = part.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
      const answer = await page(part);
      expect([part, answer.status, answer.headers['content-type'], answer.headers['x-content-type-options']]).toEqual([
        part,
        200,
        type,
        'nosniff',
      ]);
      expect(answer.text).not.toBe('');
    }
  });

  it('answers HEAD without a body, and nothing but GET and HEAD', async () => {
    expect(await page(path, 'HEAD')).toMatchObject({ status: 200, text: '', headers: { 'content-type': 'text/html; charset=utf-8' } });
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await page(path, method)).status).toBe(404);
  });
});

describe('the landing page', () => {
  it('leads to the IDE and to Apollo Sandbox, and lets nothing else in', async () => {
    const { text, headers } = await page('/');
    expect(text).toContain('href="/ide"');
    expect(text).toContain('href="https://studio.apollographql.com/sandbox/explorer"');
    expect(directivesOf(headers['content-security-policy'])).toMatchObject({
      'script-src': ["'self'", 'https://embeddable-sandbox.cdn.apollographql.com'],
      'frame-src': ['https://sandbox.embed.apollographql.com'],
    });
  });
});

describe('the IDE', () => {
  it('needs no network but the gateway', async () => {
    const { text, headers } = await page('/ide');
    expect(text).not.toMatch(/https?:/);
    expect((await page('/assets/graphiql.css')).text).not.toMatch(/url\(["']?https?:/);
    expect(Object.values(directivesOf(headers['content-security-policy'])).flat().join(' ')).not.toMatch(/https?:|\*/);
  });

  it('can ask for the schema', async () => {
    expect(await gateway().ask('{ __schema { queryType { name } } __type(name: "Review") { fields { name } } }')).toEqual({
      status: 200,
      data: { __schema: { queryType: { name: 'Query' } }, __type: { fields: [{ name: 'text' }, { name: 'product' }] } },
    });
  });
});

describe('production', () => {
  it('has no pages, no introspection, and does not let Apollo Sandbox in', async () => {
    const production = await startTestGateway({ NODE_ENV: 'production' });
    for (const path of ['/', '/ide', '/assets/ide.js', '/assets/graphiql.js'])
      expect((await production.send({ path })).status, path).toBe(404);
    for (const document of ['{ __schema { queryType { name } } }', '{ __type(name: "Review") { name } }']) {
      expect(await production.ask(document)).toEqual({
        status: 200,
        errors: [
          {
            message: expect.stringMatching(/^GraphQL introspection is not allowed/),
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId },
          },
        ],
      });
    }
    const answer = await production.send({ method: 'OPTIONS', headers: { origin: 'https://studio.apollographql.com' } });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await production.ask('{ __typename product(id: "1") { __typename name } }')).toEqual({
      status: 200,
      data: { __typename: 'Query', product: { __typename: 'Product', name: 'Chai' } },
    });
    await production.stop();
  });
});
