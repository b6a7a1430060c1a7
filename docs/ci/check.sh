#!/bin/sh
# For any CI system: checks the schemas against the base branch, BASE (origin/main), and leaves schema-check.xml (JUnit) and schema-check.json.
set -eu
base=${BASE:-origin/main}

# Many systems clone without history: then the check could not know where the branch has left its base.
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then git fetch --quiet --unshallow origin; fi

npx --yes pnpm install --frozen-lockfile
npx pnpm tributary check --base "$base" --output junit=schema-check.xml --output json=schema-check.json
