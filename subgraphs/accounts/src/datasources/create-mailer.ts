// Mail goes through a server where there is one, else into a folder.
import type { Logger } from '@tributary/logging';
import type { Config } from '../config.ts';
import { createMailFolder } from './mail-folder.ts';
import type { Mailer } from './mailer.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

export function createMailer({ smtpUrl, mailDir, mailFrom }: Pick<Config, 'smtpUrl' | 'mailDir' | 'mailFrom'>, logger: Logger): Mailer {
  return smtpUrl === null ? createMailFolder(mailDir, mailFrom, logger) : createSmtpMailer(smtpUrl, mailFrom);
}
