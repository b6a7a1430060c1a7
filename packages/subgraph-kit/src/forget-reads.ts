// A command changes what was read before it: loaders must not answer a later field of the same request with it.

interface Reads {
  readonly loaders: object;
  readonly lists: { clear(): void };
}

type MutationResolver = (parent: never, args: never, context: never, info: never) => unknown;

/** Makes every command of a Mutation type forget what its request has read, whether it took effect or not. */
export function forgettingReads<Mutation extends object>(mutation: Mutation): Mutation {
  const forgetting = Object.entries(mutation as Record<string, MutationResolver>).map(([name, resolve]) => [
    name,
    async (parent: never, args: never, context: Reads, info: never) => {
      try {
        return await resolve(parent, args, context as never, info);
      } finally {
        forget(context);
      }
    },
  ]);
  return Object.fromEntries(forgetting) as Mutation; // the same fields, with the same answers
}

function forget({ loaders, lists }: Reads): void {
  for (const loader of Object.values(loaders) as { clearAll(): unknown }[]) loader.clearAll(); // every loader is a DataLoader
  lists.clear();
}
