// Mail where there is no server: a file, and what the log shows of it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@tributary/logging';
import { afterAll, expect, it } from 'vitest';
import { createMailer } from '../src/datasources/create-mailer.ts';

const mailDir = mkdtempSync(join(tmpdir(), 'tributary-mail-'));
afterAll(() => rmSync(mailDir, { recursive: true, force: true }));

const mail = { to: 'alfki@customers.northwind.test', subject: 'Your new password', text: 'Set one with this token:\n\na-token' };

/** What the log says of one mail. */
async function logged(production: boolean): Promise<string> {
  const lines: string[] = [];
  const logger = createLogger({ service: 'accounts', write: (line) => void lines.push(line) });
  await createMailer({ smtpUrl: null, mailDir, mailFrom: 'Tributary <no-reply@northwind.test>', production }, logger).send(mail);
  return lines.join('');
}

it('is told on the console as a whole, and in production only that it is there', async () => {
  expect(JSON.parse(await logged(false))).toMatchObject({ message: 'mail was written to a folder', ...mail });
  const line = await logged(true);
  expect(line).not.toMatch(/a-token|alfki/);
  const { file, subject } = JSON.parse(line) as { file: string; subject: string };
  expect(subject).toBe(mail.subject);
  expect(readFileSync(file, 'utf8')).toContain('a-token');
  expect(readdirSync(mailDir)).toHaveLength(2);
});
