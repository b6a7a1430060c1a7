// Runs the gateway: with arguments alone before any subgraphs, without them as a part of the system, by its environment.
import { ConfigError } from '@tributary/config';
import { launchFolder, loadConfig } from './config.ts';
import { FileError } from './follow-file.ts';
import { runGateway } from './run-gateway.ts';
import { standaloneConfig, usage } from './standalone-config.ts';

const args = process.argv.slice(2);
try {
  const config = args.length === 0 ? loadConfig() : standaloneConfig(args, launchFolder());
  if (config === null) process.stdout.write(usage);
  else await runGateway(config);
} catch (error) {
  const { message, exitCode } = reasonOf(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

/** Why it does not run, for whoever started it. What is our own fault is thrown on, with its stack. */
function reasonOf(error: unknown): { readonly message: string; readonly exitCode: number } {
  if (error instanceof ConfigError && args.length > 0) return { message: `${error.message}\n--help tells what there is.`, exitCode: 2 };
  if (error instanceof ConfigError || error instanceof FileError) return { message: error.message, exitCode: 2 };
  if (isListenError(error)) return { message: `The gateway cannot listen: ${error.message}.`, exitCode: 3 };
  throw error;
}

function isListenError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
}
