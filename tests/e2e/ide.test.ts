// A person before a browser that reaches nothing but this machine: the landing page, the IDE, a sign-in, a query, completion.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readmeExample, root, type System, startSystem, until } from '@tributary/test-kit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { query, answer } = readmeExample();
const pictures = join(root, 'coverage', 'pictures');

let system: System;
let browser: Browser;
let page: Page;
const outside: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  system = await startSystem();
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  // The network is away: whatever is not on this machine is refused, and remembered.
  await context.route('**/*', (route) => {
    if (new URL(route.request().url()).hostname === 'localhost') return route.continue();
    outside.push(route.request().url());
    return route.abort();
  });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_FAILED')) faults.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await system.remove();
});

const url = (path: string) => `http://localhost:${system.port}${path}`;
const editor = () => page.locator('.graphiql-query-editor .CodeMirror');

/** Replaces what is in the editor, as a paste would. */
async function write(text: string): Promise<void> {
  await editor().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** What the result pane shows, once it holds an answer. In the page's own words: the tests are not compiled for a browser. */
function result(): Promise<unknown> {
  return until('the result', async () => {
    const text = String(await page.evaluate("document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue() ?? ''"));
    return text.trim().startsWith('{') ? (JSON.parse(text) as unknown) : null;
  });
}

/** GraphiQL notices a moment after the writing which operation it is; a person is slower than that. */
async function untilNoticed(operation: string): Promise<void> {
  await until(`GraphiQL knows ${operation}`, async () => {
    const state = String(await page.evaluate("localStorage.getItem('graphiql:tabState')"));
    return state.includes(`"operationName":"${operation}"`);
  });
}

describe('the landing page', () => {
  it('says where everything is, and that Apollo Sandbox cannot be reached', async () => {
    await page.goto(url('/'));
    expect(await page.title()).toBe('Tributary');
    await page.getByText('Apollo Sandbox cannot be reached from here.').waitFor();
    await page.screenshot({ path: join(pictures, 'landing.png') });
    expect(outside.every((address) => address.startsWith('https://embeddable-sandbox.cdn.apollographql.com/'))).toBe(true);
  });

  it('leads to the IDE', async () => {
    await page.getByRole('link', { name: 'Open the IDE' }).click();
    await editor().waitFor();
    expect(page.url()).toBe(url('/ide'));
  });
});

describe('the IDE', () => {
  it('refuses a wrong password with a sentence', async () => {
    await page.getByLabel('Sign in as').selectOption({ label: 'Maria Anders, customer (ALFKI)' });
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
  });

  it('signs Maria Anders in', async () => {
    await page.getByLabel('Sign in as').selectOption('');
    await page.getByLabel('Sign in as').selectOption({ label: 'Maria Anders, customer (ALFKI)' });
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Signed in as Maria Anders (CUSTOMER)').waitFor();
  });

  it("runs the README's query across all five subgraphs", async () => {
    await write(query);
    await untilNoticed('FirstLook');
    await page.keyboard.press('ControlOrMeta+Enter');
    const shown = await result();
    await page.screenshot({ path: join(pictures, 'ide.png') });
    expect(shown).toEqual(answer);
  });

  it('offers `products` after `prod`', async () => {
    await write('');
    await page.keyboard.type('{ prod', { delay: 30 });
    await page.keyboard.press('Control+Space');
    const hints = page.locator('.CodeMirror-hints li');
    await hints.first().waitFor();
    await page.screenshot({ path: join(pictures, 'completion.png') });
    expect(await hints.allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/^products\b/)]));
    await page.keyboard.press('Escape');
  });

  it('stays signed in over a reload, and signs out', async () => {
    await page.reload();
    await page.getByText('Signed in as Maria Anders (CUSTOMER)').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Not signed in').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('asked nobody outside, and no script failed', () => {
    expect(outside.filter((address) => !address.includes('embeddable-sandbox'))).toEqual([]);
    expect(faults).toEqual([]);
  });
});
