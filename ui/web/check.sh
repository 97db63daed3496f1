#!/bin/sh
# Checks the page: types, unit tests, and that ui/assets was bundled from these
# sources. `make test` calls it; it needs node, npm and Go.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$here"
# Installed once, and again when the lock file changes.
if ! cmp -s package-lock.json node_modules/.lock; then
	npm ci --silent --no-audit --no-fund
	cp package-lock.json node_modules/.lock
fi
echo "types"
node_modules/.bin/tsc --noEmit -p .

echo "unit tests"
(cd "$root/tools" && GOWORK=off go tool esbuild "$here"/test/*.test.ts --bundle --platform=node --format=esm \
	--target=node20 --out-extension:.js=.mjs --log-level=warning --outdir="$work/test")
node --test --test-reporter=dot "$work"/test/*.mjs

echo "bundle"
"$root/tools/page/bundle.sh" "$work/assets"
for file in app.js app.css; do
	if ! cmp -s "$work/assets/$file" "$root/ui/assets/$file"; then
		echo "ui/assets/$file is not made from ui/web: run tools/page/bundle.sh" >&2
		exit 1
	fi
done
