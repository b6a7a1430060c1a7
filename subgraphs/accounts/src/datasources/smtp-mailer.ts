// Mail through an SMTP server.
import { createTransport } from 'nodemailer';
import type { Mailer } from './mailer.ts';

const timeoutMs = 10_000;

/** `url` is smtp://user:password@host:587 (TLS by STARTTLS where the server has it) or smtps://host:465. */
export function createSmtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs });
  return {
    async send({ to, subject, text }) {
      // As an object: an address is never read as a list of them.
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, disableFileAccess: true, disableUrlAccess: true });
    },
  };
}
