#!/bin/sh
# See to it that nginx is there for the test of the hosted atlas; $1: Python.
# The test starts one of its own. Where it cannot be had, that test fails and says so;
# WITHOUT_POSTGRES=1, which leaves out what needs servers, leaves it out too.
set -eu
python=$1

found() { "$python" -m tools.nginx >/dev/null 2>&1; }

[ -z "${WITHOUT_POSTGRES:-}" ] || exit 0
found && exit 0
as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
    $as_root true 2>/dev/null || as_root=none
fi
if [ "$as_root" != none ] && command -v apt-get >/dev/null; then
    echo "Installing nginx for the tests ..."
    $as_root apt-get update -qq || true
    # It is started by the test alone, not as a service of this machine.
    [ -e /usr/sbin/policy-rc.d ] || off=1
    [ -z "${off:-}" ] || printf '#!/bin/sh\nexit 101\n' | $as_root tee /usr/sbin/policy-rc.d >/dev/null
    [ -z "${off:-}" ] || $as_root chmod +x /usr/sbin/policy-rc.d
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        nginx-light >/dev/null || true
    [ -z "${off:-}" ] || $as_root rm -f /usr/sbin/policy-rc.d
    found && exit 0
fi
"$python" -m tools.nginx || true
