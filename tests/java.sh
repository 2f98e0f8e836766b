#!/usr/bin/env bash
# The cohort's tests ask Spark, which runs on Java: make sure that there is one.
set -euo pipefail
command -v java >/dev/null && exit 0
[ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ] && exit 0
echo "Installing Java for the tests of cohorts on Spark" >&2
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
