#!/bin/sh
# Make the virtual environment named by $1 with Python 3.11 or newer.
set -eu
venv=$1

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for name in python3.11 python3 python3.12 python3.13; do
    if command -v "$name" >/dev/null && "$name" -c "$new_enough" 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed, and none was found as python3.11 or python3." >&2
    echo "On Debian 12 or later: apt-get install python3 python3-venv" >&2
    exit 1
fi

# Debian and Ubuntu keep the part of venv that installs pip in a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python$version-venv ..."
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >/dev/null
    else
        echo "$python cannot make virtual environments: its venv package is missing." >&2
        echo "On Debian or Ubuntu: sudo apt-get install python$version-venv" >&2
        exit 1
    fi
fi

echo "Making $venv with $("$python" --version) ..."
rm -rf "$venv"
"$python" -m venv "$venv"
