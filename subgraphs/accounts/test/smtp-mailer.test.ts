// Mail through SMTP: what a server hears of it, and what happens when it takes nothing.
import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { createSmtpMailer } from '../src/datasources/smtp-mailer.ts';

interface SmtpServer {
  readonly url: string;
  /** All that clients have sent. */
  heard(): string;
  stop(): Promise<void>;
}

/** A server that takes every mail, or refuses each recipient. */
async function startSmtp(recipientAnswer = '250 ok'): Promise<SmtpServer> {
  let heard = '';
  const server: Server = createServer((socket) => {
    let inData = false;
    socket.write('220 test\r\n');
    socket.on('data', (piece) => {
      const text = piece.toString();
      heard += text;
      if (inData) {
        if (!text.endsWith('\r\n.\r\n')) return;
        inData = false;
        socket.write('250 queued\r\n');
      } else if (text.startsWith('DATA')) {
        inData = true;
        socket.write('354 go on\r\n');
      } else if (text.startsWith('RCPT')) socket.write(`${recipientAnswer}\r\n`);
      else if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    heard: () => heard,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const mail = { to: 'maria@example.test', subject: 'Ihr Passwort – neu', text: 'first line\nsecond line' };

it('says from whom, to whom, and what', async () => {
  const smtp = await startSmtp();
  await createSmtpMailer(smtp.url, 'Tributary <no-reply@northwind.test>').send(mail);
  expect(smtp.heard()).toContain('MAIL FROM:<no-reply@northwind.test>');
  expect(smtp.heard()).toContain('RCPT TO:<maria@example.test>');
  expect(smtp.heard()).toContain('From: Tributary <no-reply@northwind.test>');
  expect(smtp.heard()).toContain('first line\r\nsecond line');
  await smtp.stop();
});

it('lets no address or subject add a header or another recipient', async () => {
  const smtp = await startSmtp();
  const wrong = { ...mail, subject: 'a\r\nBcc: eve@example.test', to: 'maria@example.test, eve@example.test' };
  await createSmtpMailer(smtp.url, 'no-reply@northwind.test')
    .send(wrong)
    .catch(() => undefined);
  expect(smtp.heard()).not.toMatch(/^Bcc:/im);
  expect(smtp.heard()).not.toMatch(/RCPT TO:<eve@example\.test>/);
  await smtp.stop();
});

it('fails when the server takes the mail for nobody, or is not there', async () => {
  const smtp = await startSmtp('550 no such person');
  await expect(createSmtpMailer(smtp.url, 'no-reply@northwind.test').send(mail)).rejects.toThrow('550');
  await smtp.stop();
  await expect(createSmtpMailer(smtp.url, 'no-reply@northwind.test').send(mail)).rejects.toThrow('ECONNREFUSED');
});
