// Bodies that nobody reads, because their requests are refused before.
import type { IncomingMessage } from 'node:http';

/** Reading so much away costs less than a new connection. */
const maxUnreadBytes = 65_536;

/** Whether the connection can be kept when this request is answered now: its body is there, or node reads the rest of it away in no time. */
export function isSoonRead({ complete, headers }: IncomingMessage): boolean {
  if (complete) return true;
  if (headers['transfer-encoding'] !== undefined || headers.expect !== undefined) return false;
  return Number(headers['content-length'] ?? 0) <= maxUnreadBytes;
}
