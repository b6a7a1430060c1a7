// What the lockfile has locked, and what of it is known to be unsafe.
import { satisfies } from 'semver';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Advisory } from './advisories.ts';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Whether what is downloaded is compared with a hash. */
  readonly isVerified: boolean;
}

const lockfile = z.object({ packages: z.record(z.string(), z.object({ resolution: z.object({ integrity: z.string().optional() }) })) });

/**
 * Every package of a pnpm-lock.yaml, direct and transitive, those of optional platforms too.
 *
 * @throws {z.ZodError} when the text is no lockfile.
 */
export function lockedPackages(text: string): readonly LockedPackage[] {
  return Object.entries(lockfile.parse(parse(text)).packages).map(([key, { resolution }]) => {
    const at = key.indexOf('@', 1); // a scope begins with one
    return { name: key.slice(0, at), version: key.slice(at + 1), isVerified: resolution.integrity !== undefined };
  });
}

/** A sentence for each version that an advisory speaks of, and for each package that nothing verifies. */
export function unsafePackages(packages: readonly LockedPackage[], advisories: readonly Advisory[]): readonly string[] {
  return packages.flatMap(({ name, version, isVerified }) => [
    ...(isVerified ? [] : [`${name}@${version} has no hash in the lockfile.`]),
    ...advisories
      .filter((advisory) => advisory.packages.includes(name) && !satisfies(version, advisory.safe, { includePrerelease: true }))
      .map(({ id, what, safe }) => `${name}@${version} is unsafe (${id}: ${what}). Safe is ${safe}.`),
  ]);
}
