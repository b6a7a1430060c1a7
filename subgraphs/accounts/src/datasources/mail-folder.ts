// Mail in development: files in a folder, one a message, in RFC 5322 form, told on the console.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@tributary/logging';
import type { Mailer } from './mailer.ts';

export interface MailFolder {
  readonly dir: string;
  readonly from: string;
  /** Whether the log shows what a mail says: tokens and whom they are for. Never in production. */
  readonly isShown: boolean;
}

export function createMailFolder({ dir, from, isShown }: MailFolder, logger: Pick<Logger, 'info'>): Mailer {
  return {
    async send({ to, subject, text }) {
      const date = new Date();
      const name = `${date.toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID()}.eml`;
      const headers = [
        `From: ${from}`,
        `To: ${to}`,
        `Subject: ${subject}`,
        `Date: ${date.toUTCString()}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
      ];
      await mkdir(dir, { recursive: true });
      // Written aside first: whoever watches the folder never sees half a message.
      const draft = join(dir, `.${name}`);
      await writeFile(draft, `${headers.join('\r\n')}\r\n\r\n${text}\r\n`, { mode: 0o600 });
      const file = join(dir, name);
      await rename(draft, file);
      logger.info('mail was written to a folder', { subject, file, ...(isShown && { to, text }) });
    },
  };
}
