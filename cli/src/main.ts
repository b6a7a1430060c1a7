#!/usr/bin/env node
// Finds the command and runs it.
import { CommandError } from './command-error.ts';
import { commands, usage } from './commands.ts';

const [name, ...args] = process.argv.slice(2);
process.exitCode = await run(name, args);

async function run(command: string | undefined, rest: readonly string[]): Promise<number> {
  if (command === undefined || command === '--help' || command === 'help') {
    process.stdout.write(usage());
    return command === undefined ? 2 : 0;
  }
  const found = commands[command];
  if (found === undefined) {
    process.stderr.write(`There is no command "${command}".\n\n${usage()}`);
    return 2;
  }
  if (rest.includes('--help')) {
    process.stdout.write(`${found.help}\n`);
    return 0;
  }
  try {
    const { run: runCommand } = await found.load();
    return await runCommand(rest);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    // Whoever has started it with a channel waits for its end.
    if (process.connected) process.disconnect();
    return error.exitCode;
  }
}
