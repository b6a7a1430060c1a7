// The life of the gateway's process: start, readiness, drain.
import { createLogger } from '@tributary/logging';
import type { Config } from './config.ts';
import { startGateway } from './start-gateway.ts';

const readyTimeoutMs = 25_000;

/** Runs until SIGTERM, SIGINT, or the end of the process that started it. */
export async function runGateway(config: Config): Promise<void> {
  const logger = createLogger({ service: 'gateway', level: config.logLevel });
  const gateway = await startGateway(config, logger);
  await Promise.race([gateway.ready, new Promise((resolve) => setTimeout(resolve, readyTimeoutMs).unref())]);
  logger.info('listening', { url: gateway.url });
  process.send?.({ kind: 'ready', url: gateway.url });

  let stopping = false;
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { reason });
    await gateway.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // The parent is gone: nobody would stop this process later.
  process.on('disconnect', () => void stop('parent gone'));
}
