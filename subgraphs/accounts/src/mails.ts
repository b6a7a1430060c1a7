// What the mails of accounts say.
import type { Mail } from './datasources/mailer.ts';
import type { User } from './generated/prisma/client.ts';

type Addressee = Pick<User, 'name' | 'email'>;

export function inviteMail({ name, email }: Addressee, token: string): Mail {
  const text = [
    `Dear ${name},`,
    '',
    'you have been invited to Northwind. Accept with the mutation acceptInvite and this token, within seven days:',
    '',
    token,
  ].join('\n');
  return { to: email, subject: 'Your invitation to Northwind', text };
}

export function resetMail({ name, email }: Addressee, token: string): Mail {
  const text = [
    `Dear ${name},`,
    '',
    'someone asked for a new password for you. If it was you, set one with the mutation resetPassword and this token, within an hour:',
    '',
    token,
    '',
    'If it was not you, nothing has changed.',
  ].join('\n');
  return { to: email, subject: 'Your new password', text };
}
