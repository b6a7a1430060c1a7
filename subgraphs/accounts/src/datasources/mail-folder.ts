// Mail, as files in a folder: one a message, in RFC 5322 form.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailFolder {
  send(mail: Mail): Promise<void>;
}

export function createMailFolder(dir: string): MailFolder {
  return {
    async send({ to, subject, text }) {
      const date = new Date();
      const name = `${date.toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID()}.eml`;
      const headers = [
        'From: Tributary <no-reply@northwind.test>',
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
      await rename(draft, join(dir, name));
    },
  };
}
