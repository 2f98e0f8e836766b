#!/usr/bin/env bash
# The page's tests look at it in a browser: make sure that there is one. Playwright never downloads its own.
set -euo pipefail
command -v chromium >/dev/null && exit 0
echo "Installing chromium for the page's tests" >&2
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null
