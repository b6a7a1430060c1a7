// Whatever delivers mail: a server, or a folder.

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** Ends when it is on its way. @throws {Error} when nothing took it. */
  send(mail: Mail): Promise<void>;
}
