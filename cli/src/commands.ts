// Every command: what it does, and where it is.

interface Command {
  readonly summary: string;
  readonly help: string;
  /** Loaded when it is run: most commands need little of what the others do. */
  readonly load: () => Promise<{ run(args: readonly string[]): Promise<number> }>;
}

export const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: 'makes a platform of your own in an empty folder',
    help: `npx pnpm tributary init [FOLDER] [--example northwind|none] [--packages FOLDER]

Writes a platform that stands on the packages @tributary/*: subgraphs, Prisma schemas with migrations and first data, supergraph.yaml, tests, and
checks for CI. FOLDER is the working folder unless given; it is empty, or made. Then \`npx pnpm start\` runs it and \`npx pnpm test\` tests it.

  --example northwind   the example domain: five subgraphs of a wholesale trade, with data; unless given
  --example none        accounts alone, since the gateway has to know who calls, with one administrator
  --packages FOLDER     takes the packages from tarballs there (npx pnpm pack:all) instead of a registry

Exit codes: 0 made, 2 the folder is not empty, or misuse.`,
    load: () => import('./commands/init.ts'),
  },
  start: {
    summary: 'runs the whole system: databases, subgraphs, gateway',
    help: `npx pnpm start [--reset] [--yes]

Runs the whole system until Ctrl-C. The first run makes the databases and loads the Northwind data; later runs keep them.

  --reset   deletes all data first; asks on a terminal, and needs --yes where DATABASE_URL is set
  --yes     answers yes

Variables: PORT (4000), DATA_DIR (.data), DATABASE_URL, <NAME>_DATABASE_URL, REDIS_URL, DEV_PASSWORD. See docs/settings.md.`,
    load: () => import('./commands/start.ts'),
  },
  dev: {
    summary: 'the same, and restarts and recomposes what you change',
    help: `npx pnpm dev [--reset] [--yes]

Like start, and watches the files: a change to a subgraph's code or schema restarts that subgraph, composes again, and the gateway takes
the new supergraph without a restart. A schema that does not compose leaves the running graph as it is.`,
    load: () => import('./commands/dev.ts'),
  },
  compose: {
    summary: 'composes subgraphs to a supergraph',
    help: `npx pnpm compose [SUBGRAPH...] [--config FILE] [--out FILE] [--check] [--format FORMAT]

Composes the subgraphs of supergraph.yaml and writes supergraph.graphql; or other subgraphs, wherever they are. Errors and hints name
file, line, column and subgraph, and show the line.

  SUBGRAPH                  a schema file, a pattern in quotes, NAME=FILE or NAME=URL (a running service). The supergraph goes to the output.
  --routing-url NAME=URL    where a subgraph that is given as a file is served; may stand several times
  --config FILE             another supergraph.yaml, in Apollo's format (schema.file, schema.sdl, schema.subgraph_url)
  --out FILE                writes the supergraph there; - is the output
  --check                   writes nothing; exit code 1 when the file is not what the schemas compose to
  --artifact FILE           writes the subgraphs there as JSON, if they compose: a base for check where there is no history
  --format FORMAT           text, json ({ version, errors, hints, supergraph, isStale }), github, sarif, junit or markdown; of these only
                            text and json tell the supergraph, the others need --out

Exit codes: 0 composed, 1 errors (or stale), 2 misuse or configuration, 3 a service does not answer.`,
    load: () => import('./commands/compose.ts'),
  },
  diff: {
    summary: 'tells every change between two graphs',
    help: `npx pnpm tributary diff <before> <after> [--format FORMAT]

Each is a supergraph.yaml, a supergraph, or a plain schema. Between two supergraph.yaml the changes name subgraph, file, line and column, and keys, owners and
directives of federation are compared too. Exit code 1 when a change is breaking; which operations feel it is not asked here.

  --format   text, json, github, sarif, junit or markdown, as of check`,
    load: () => import('./commands/diff.ts'),
  },
  explain: {
    summary: 'tells what a code means, and what to do instead',
    help: `npx pnpm tributary explain [CODE] [--format text|json]

Severity, meaning, an example and the way out of any code that check, diff, lint, contracts or compose prints; without CODE, a list of all.`,
    load: () => import('./commands/explain.ts'),
  },
  generate: {
    summary: 'generates Prisma clients and resolver types',
    help: `npx pnpm generate [--force]

Generates each subgraph's Prisma client and resolver types, where their sources have changed since.`,
    load: () => import('./commands/generate.ts'),
  },
  seed: {
    summary: 'fills empty databases with Northwind, multiplied',
    help: `npx pnpm seed --scale N [--reset] [--yes]

Fills the databases with N copies of the Northwind data (100: 9,100 companies, 83,000 orders, 215,500 lines). Databases that hold data are
left alone unless --reset is given. Stop the system first.`,
    load: () => import('./commands/seed.ts'),
  },
  setup: {
    summary: 'makes keys, databases and the supergraph for services that run elsewhere',
    help: `npx pnpm tributary setup

For Docker and the like: writes the services' keys and the supergraph to DATA_DIR, creates and migrates the databases on the server that
DATABASE_URL names, and loads the Northwind data into empty ones. Run again, it does what is missing.`,
    load: () => import('./commands/setup.ts'),
  },
  migration: {
    summary: 'writes the SQL of a change to a Prisma schema',
    help: `npx pnpm tributary migration new <subgraph> <name>

Compares prisma/<subgraph>/schema.prisma with what is committed (git HEAD) and writes the difference as a new migration; needs no database.`,
    load: () => import('./commands/migration.ts'),
  },
  new: {
    summary: 'scaffolds a subgraph like its siblings',
    help: `npx pnpm tributary new subgraph NAME [--entity Type]... [--scope SCOPE] [--dry-run] [--no-install] [--format text|json]

Writes a subgraph that composes, passes its tests and runs at once: schema, resolvers, loaders, permissions, audit trail, Prisma schema with
its first migration, sample rows, tests, README; and its rows in supergraph.yaml, docker-compose.yml and supergraph.graphql. Then installs,
generates, and rewrites docs/settings.md and docs/permissions.md. Everything is checked first (names, files, composition): either all of it
is written or nothing, and no file is overwritten. docs/new-subgraph.md shows it.

  NAME              small letters and digits, words joined by hyphens: shipping, order-items
  --entity Type     an entity in PascalCase, may stand several times; without one, NAME in the singular. Each has a key, a query by id, a
                    list with cursors and a command that adds one
  --scope SCOPE     what adding asks for: one of packages/auth-kit/src/scopes.ts, catalog:write unless given. Anyone may read
  --dry-run         writes nothing; prints the files (+ new, ~ changed)
  --no-install      only writes; prints the commands that are left
  --format json     { version, name, entities, scope, port, created, edited, next }

  npx pnpm tributary new subgraph shipping --entity Parcel --entity Depot

Exit codes: 0 written, 1 it would not compose, 2 a name or flag is wrong or taken, 3 the project's tools fail.`,
    load: () => import('./commands/new.ts'),
  },
  manifest: {
    summary: 'makes a manifest of registered documents from .graphql files',
    help: `npx pnpm tributary manifest <file, folder or pattern>... [--out FILE] [--format apollo|relay] [--supergraph FILE] [--add-typename] [--check]

Takes every operation of the files with the fragments that it needs, of whichever file, and writes a manifest for REGISTERED_DOCUMENTS_FILE
(docs/persisted-operations.md). Operations and fragments have names, each once. The id of a document is the SHA-256 of its text.

  --out FILE          persisted-query-manifest.json unless given
  --format            apollo (persisted-query-manifest, version 1) or relay (documents by id)
  --supergraph FILE   checks each document against the schema that clients see
  --add-typename      adds __typename to every selection below the root, as Apollo Client does before it sends a document
  --check             writes nothing; exit code 1 when the manifest is not what the documents say`,
    load: () => import('./commands/manifest.ts'),
  },
  'audit-trail': {
    summary: 'drops the months of the audit trail that are no longer kept',
    help: `npx pnpm tributary audit-trail prune

Drops whole monthly partitions that are older than AUDIT_RETENTION_MONTHS (24). Needs DATABASE_URL or ACCOUNTS_DATABASE_URL, of the owner of the
tables: the role of the service cannot. For a timer; start and setup do the same.`,
    load: () => import('./commands/audit-trail.ts'),
  },
  admin: {
    summary: 'makes the first administrator',
    help: `npx pnpm tributary admin create --email ADDRESS --name NAME [--invite] [--another]

Makes an administrator in the accounts database (DATABASE_URL, ACCOUNTS_DATABASE_URL, or the bundled one of DATA_DIR, running or not). The
password is asked for, or is the first line of standard input; it is never an argument, which others could read.

  --invite    sends an invitation by mail (SMTP_URL, else a file in MAIL_DIR) instead of asking for a password
  --another   makes one although there is an administrator already`,
    load: () => import('./commands/admin.ts'),
  },
  keys: {
    summary: 'makes the next key of access tokens',
    help: `npx pnpm tributary keys rotate [--alg EdDSA|ES256] [--signs-in SECONDS]

Adds a key to DATA_DIR/keys/access-tokens.jwks.json and drops those whose last token has expired. Running services take it without a
restart: it is published at once and signs ten minutes later, so that no valid token is ever refused (docs/identity-tokens.md).

  --alg        EdDSA (Ed25519) unless given
  --signs-in   600 unless given; less than 300 may let gateways refuse good tokens for a moment`,
    load: () => import('./commands/keys.ts'),
  },
  check: {
    summary: 'says whether a change of the schemas breaks anyone',
    help: `npx pnpm tributary check --base REF|FILE|URL [--head PATH] [--usage PATTERN]... [flags]

Compares the subgraphs of two sides, composed, and judges what has changed by the operations that are known (docs/schema-checks.md).

  --base REF           a git ref: where HEAD has left it; or a supergraph.yaml, a composed supergraph (.graphql), an artifact (.json) of
                       compose --artifact, or the http(s) address of one of the last two
  --header TEXT        goes to that address, as "Name: value"; may be repeated (or REGISTRY_HEADER, which no list of processes shows)
  --head PATH          the folder of supergraph.yaml, a supergraph.yaml, or a composed supergraph; . unless given
  --delete NAME        the head without this subgraph
  --usage PATTERN      known operations: manifests (.json), snapshots (.jsonl), .graphql files, TypeScript and JavaScript sources, folders
  --no-usage           strictly: each breaking change fails; so it is without --usage
  --min-count N        operations sent less often do not count;       --min-share PERCENT   nor below this share of all
  --window-days N      nor last seen longer ago;                      --exclude-client NAME nor those of this client
  --no-plans           known operations are not planned; otherwise whoever gets a worse plan is told of (a warning)
  --plan-fetches N     how many fetches more are no matter;           --plan-steps N        steps, one after another
  --plan-cost PERCENT  nor a static cost higher by this;              --fail-plans          what is told fails the check
  --approvals FILE     graph-approvals.yaml of the head unless given
  --format FORMAT      text, json, github, sarif, junit or markdown, on the standard output
  --output FORMAT=FILE one more, into a file; may be repeated
  --progress           tells on standard error what is being done, with seconds; on a terminal it is told anyway

Exit code: 0 nobody breaks, 1 findings, 2 misuse or configuration, 3 infrastructure (no such ref, a shallow clone, no network).`,
    load: () => import('./commands/check.ts'),
  },
  lint: {
    summary: 'says what the style of the schemas is missing',
    help: `npx pnpm tributary lint [PATH] [--base REF|FILE|URL] [--format FORMAT]

Naming, descriptions, reasons of deprecations, unbounded lists, unused types. PATH is the folder of supergraph.yaml, . unless given.

  --base REF|FILE   (or a URL, with REGISTRY_HEADER) only what is new or changed since
  --format FORMAT   text, json, github, sarif, junit or markdown`,
    load: () => import('./commands/lint.ts'),
  },
  contracts: {
    summary: 'composes the variants of the graph that tags make',
    help: `npx pnpm tributary contracts [NAME...] [--config FILE] [--out FOLDER] [--check] [--format FORMAT]

Composes the contracts of supergraph.yaml, or of graph-contracts.yaml beside it, and writes NAME.supergraph.graphql (for a gateway) and
NAME.api.graphql (what its clients see). What is not included or is excluded by its tags becomes @inaccessible (docs/contracts.md).

  NAME              this contract alone; may stand several times
  --config FILE     supergraph.yaml unless given
  --out FOLDER      graph-contracts beside it unless given
  --check           writes nothing; exit code 1 when the files are not what the schemas compose to
  --format FORMAT   text, json, github, sarif, junit or markdown

Exit codes: 0 composed, 1 errors (or stale), 2 misuse or configuration, 3 a service does not answer.`,
    load: () => import('./commands/contracts.ts'),
  },
  operations: {
    summary: 'collects the operations of an application for checks',
    help: `npx pnpm tributary operations extract PATTERN... [--out FILE] [--client NAME] [--client-version VERSION]

Writes every operation of manifests, .graphql files, TypeScript and JavaScript sources as a usage snapshot (JSON Lines) for check --usage.

  --out FILE               instead of the standard output
  --client NAME            who sends them;    --client-version VERSION   and in which version`,
    load: () => import('./commands/operations.ts'),
  },
  audit: {
    summary: 'compares the dependencies with the advisories that we know',
    help: `npx pnpm tributary audit

Fails when the lockfile has a version that an advisory of cli/src/supply-chain/advisories.ts speaks of or a package without a hash, or when an
installed package has an install script that pnpm-workspace.yaml neither allows nor forbids. Needs no network.`,
    load: () => import('./commands/audit.ts'),
  },
  docs: {
    summary: 'rewrites what the documentation takes from the code',
    help: `npx pnpm tributary docs [--check]

Rewrites docs/errors.md and docs/settings.md, the environment variables.

  --check   writes nothing; exit code 1 when they are not what the code says`,
    load: () => import('./commands/docs.ts'),
  },
};

export function usage(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(11)} ${summary}`);
  return `Usage: npx pnpm tributary <command> [flags]\n\n${rows.join('\n')}\n\n<command> --help says more.\n`;
}
