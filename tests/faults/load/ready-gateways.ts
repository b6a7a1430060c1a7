// A load balancer in small: gateways in turn, those alone that say that they are ready.
import { request } from 'undici';

export interface ReadyGateways {
  /** The GraphQL address that is next. */
  next(): string;
  stop(): void;
}

const pollMs = 100;

/** All count as ready until they have been asked. */
export function createReadyGateways(urls: readonly string[]): ReadyGateways {
  let ready = urls;
  let turn = 0;
  const look = async () => {
    const states = await Promise.all(urls.map(isReady));
    ready = urls.filter((_, index) => states[index]);
  };
  // With one gateway there is no choice.
  const timer = urls.length > 1 ? setInterval(() => void look(), pollMs) : null;
  return {
    next() {
      const among = ready.length > 0 ? ready : urls;
      turn += 1;
      return among[turn % among.length] ?? '';
    },
    stop() {
      if (timer !== null) clearInterval(timer);
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await request(new URL('/readyz', url)).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}
