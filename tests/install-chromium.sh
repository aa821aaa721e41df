#!/bin/sh
# The browser that the tests of reports drive: the system's, or from apt where that may be installed.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done
command -v apt-get >/dev/null || { echo 'no Chromium here: tests that need one are skipped'; exit 0; }
if [ "$(id -u)" = 0 ]; then root=; else root='sudo -n'; fi
echo 'installing Chromium …'
{ $root apt-get -qq update; DEBIAN_FRONTEND=noninteractive $root apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 ||
  echo 'Chromium may not be installed here: tests that need one are skipped'
