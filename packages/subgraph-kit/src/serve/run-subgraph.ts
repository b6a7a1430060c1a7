// The life of a subgraph's process: configuration, listening, readiness, drain on SIGTERM.
import { ConfigError } from '@tributary/config';
import { createLogger } from '@tributary/logging';
import type { SubgraphConfig } from '../config.ts';
import { type Service, type ServiceEnvironment, serveSubgraph } from './serve-subgraph.ts';

export interface SubgraphDefinition<Config extends SubgraphConfig> {
  readonly name: string;
  /** Reads the environment; config.ts is the only file that does. */
  readonly loadConfig: () => Config;
  readonly start: (config: Config, environment: ServiceEnvironment) => Promise<Service>;
}

/** Runs a subgraph until SIGTERM, SIGINT, or the end of the process that started it. Exit code 2 is a wrong configuration. */
export async function runSubgraph<Config extends SubgraphConfig>({ name, loadConfig, start }: SubgraphDefinition<Config>): Promise<void> {
  const config = configOrExit(loadConfig);
  const logger = createLogger({ service: name, level: config.logLevel });
  const service = await start(config, { logger });
  const { host, port, keys, drainDelayMs, maxRepresentations } = config;
  const running = await serveSubgraph(service, { name, host, port, keys, drainDelayMs, maxRepresentations, logger });
  logger.info('listening', { url: running.url });
  process.send?.({ kind: 'ready', url: running.url });

  let stopping = false;
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { reason });
    await running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // The parent is gone: nobody would stop this process later.
  process.on('disconnect', () => void stop('parent gone'));
}

function configOrExit<Config>(load: () => Config): Config {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}
