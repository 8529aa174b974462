#!/usr/bin/env bash
# Debian's or Ubuntu's own Java 17, on which Apache Spark runs in the slow test; nothing happens where Java is already.
set -euo pipefail
if command -v java >/dev/null; then exit 0; fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
