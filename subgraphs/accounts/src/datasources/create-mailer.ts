// Mail goes through a server where there is one, else into a folder.
import type { Logger } from '@tributary/logging';
import type { Config } from '../config.ts';
import { createMailFolder } from './mail-folder.ts';
import type { Mailer } from './mailer.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

type MailConfig = Pick<Config, 'smtpUrl' | 'mailDir' | 'mailFrom' | 'production'>;

export function createMailer({ smtpUrl, mailDir: dir, mailFrom: from, production }: MailConfig, logger: Logger): Mailer {
  return smtpUrl === null ? createMailFolder({ dir, from, isShown: !production }, logger) : createSmtpMailer(smtpUrl, from);
}
