#!/bin/sh
# Report known weaknesses of the packages that are pinned; $1: Python to make pip-audit's own
# environment with. It reports and never fails: whether a commit is good must not hang on the
# network, nor on an advisory that was published meanwhile.
set -eu
python=$1
home=.audit
pinned=pip-audit==2.9.0

if [ ! -x "$home/bin/pip-audit" ]; then
    rm -rf "$home"
    if ! "$python" -m venv "$home" ||
        ! timeout 120 "$home/bin/python" -m pip install --quiet --disable-pip-version-check \
            --retries 0 --timeout 5 "$pinned" >/dev/null 2>&1; then
        rm -rf "$home"
        echo "Packages not audited: $pinned cannot be had from the package registry."
        exit 0
    fi
fi
audit() {
    timeout 60 "$home/bin/pip-audit" --requirement "$1" --disable-pip --no-deps --timeout 5 \
        --progress-spinner off 2>&1
}

# A mirror of the registry may know nothing of weaknesses: one package tells, in a second or two.
one=$(mktemp)
trap 'rm -f "$one"' EXIT
grep -m 1 '^Jinja2==' requirements.txt >"$one"
if ! said=$(audit "$one") || printf '%s' "$said" | grep -q "could not be audited"; then
    if ! printf '%s' "$said" | grep -q "^Found "; then
        echo "Packages not audited: no service that knows of weaknesses answers."
        exit 0
    fi
fi
if said=$(audit requirements.txt); then
    echo "Packages audited: $said"
elif printf '%s' "$said" | grep -q "^Found "; then
    printf '%s\n' "$said"
    echo "Packages audited: update what is listed, or say in docs/threat-model.md why not."
else
    echo "Packages not audited: $(printf '%s' "$said" | tail -n 1 | cut -c1-200)"
fi
