#!/bin/sh
# See to it that PostgreSQL with PostGIS is there for the tests; $1: Python with psycopg.
# The tests start servers of their own. Where the programs cannot be had, the tests that need them
# fail and say so; WITHOUT_POSTGRES=1 leaves these out.
set -eu
python=$1

found() { "$python" -m tools.postgres >/dev/null 2>&1; }

[ -z "${WITHOUT_POSTGRES:-}" ] || exit 0
found && exit 0
as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    $as_root true 2>/dev/null || as_root=none
fi
if [ "$as_root" != none ] && command -v apt-get >/dev/null; then
    echo "Installing PostgreSQL and PostGIS for the tests ..."
    $as_root apt-get update -qq || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        postgresql postgresql-postgis >/dev/null || true
    found && exit 0
fi
"$python" -m tools.postgres || true
