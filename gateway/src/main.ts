// Runs the gateway: with arguments alone before any subgraphs, without them as a part of the system, by its environment.
import { ConfigError } from '@tributary/config';
import { loadConfig } from './config.ts';
import { runGateway } from './run-gateway.ts';
import { standaloneConfig, usage } from './standalone-config.ts';

const args = process.argv.slice(2);
try {
  const config = args.length === 0 ? loadConfig() : standaloneConfig(args);
  if (config === null) process.stdout.write(usage);
  else await runGateway(config);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n${args.length === 0 ? '' : `\n${usage}`}`);
  process.exit(2);
}
