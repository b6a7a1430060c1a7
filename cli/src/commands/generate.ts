// generate: Prisma clients and resolver types.
import { generateAll } from '../generate/generate-all.ts';

export async function run(args: readonly string[]): Promise<number> {
  const names = await generateAll({ force: args.includes('--force') });
  process.stdout.write(names.length === 0 ? 'Everything is generated.\n' : `Generated: ${names.join(', ')}.\n`);
  return 0;
}
