// Runs the gateway: configuration, assembly, readiness, drain.
import { ConfigError } from '@tributary/config';
import { loadConfig } from './config.ts';
import { runGateway } from './run-gateway.ts';

try {
  await runGateway(loadConfig());
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
