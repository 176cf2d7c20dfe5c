#!/bin/sh
# See to it that a Chromium that starts is there for the browser tests; $1: Python with playwright.
set -eu
python=$1

found() { "$python" tools/chromium.py >/dev/null 2>&1; }

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null || true
    found && exit 0
    # Ubuntu's package is only a pointer to a snap; take playwright's own build there.
    "$python" -m playwright install --with-deps chromium
    found && exit 0
fi
echo "The browser tests need Chromium, and none was found on the PATH." >&2
echo "On Debian: sudo apt-get install chromium" >&2
echo "Elsewhere: $python -m playwright install --with-deps chromium" >&2
exit 1
