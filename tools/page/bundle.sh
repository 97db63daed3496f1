#!/bin/sh
# Bundles the page's sources, ui/web, into the two files that the ui package
# embeds. Usage: bundle.sh [FOLDER], by default ui/assets.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-$root/ui/assets}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$root/tools"
export GOWORK=off
go tool esbuild "$root/ui/web/src/main.ts" --bundle --minify --format=iife --target=es2022 --charset=utf8 --legal-comments=none --log-level=warning --outfile="$out/app.js"
go tool esbuild "$root/ui/web/css/page.css" --bundle --minify --target=chrome115,firefox115,safari17 --charset=utf8 --legal-comments=none --log-level=warning --outfile="$out/app.css"
