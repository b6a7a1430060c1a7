// audit: the dependencies against the advisories that we know, without a network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.ts';
import { advisories } from '../supply-chain/advisories.ts';
import { decidedBuilds, packagesWithInstallScripts, undecidedBuilds } from '../supply-chain/install-scripts.ts';
import { lockedPackages, unsafePackages } from '../supply-chain/locked-packages.ts';

export async function run(): Promise<number> {
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const packages = lockedPackages(read('pnpm-lock.yaml'));
  const problems = [
    ...unsafePackages(packages, advisories),
    ...undecidedBuilds(packagesWithInstallScripts(root), decidedBuilds(read('pnpm-workspace.yaml'))),
  ];
  if (problems.length > 0) {
    process.stderr.write(`The dependencies are not safe:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`);
    return 1;
  }
  process.stdout.write(`${packages.length} packages are locked; ${advisories.length} advisories speak of none of them.\n`);
  return 0;
}
