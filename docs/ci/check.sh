#!/bin/sh
# For any CI system: checks the schemas against the base branch, BASE (origin/main), and leaves schema-check.xml (JUnit) and schema-check.json.
set -eu
base=${BASE:-origin/main}

# Many systems clone one branch, without history: then the check could not know where the branch has left its base.
shallow=
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then shallow=--unshallow; fi
case $base in
  origin/*) git fetch --quiet $shallow origin "+refs/heads/${base#origin/}:refs/remotes/$base" ;;
esac

npx --yes pnpm install --frozen-lockfile
npx pnpm tributary check --base "$base" --output junit=schema-check.xml --output json=schema-check.json
