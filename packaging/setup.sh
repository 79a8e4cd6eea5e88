#!/bin/sh
# Sets up everything to run from a source tree: system packages, .venv, Python packages.
# Usage: setup.sh [EXTRA...]     extras of pyproject.toml, such as "test"
# Exit 3 when something must be installed first that only an administrator can install.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

missing_packages() {
    lists=packaging/debian-packages.txt
    case " $* " in *" package "*) lists="$lists packaging/debian-packages-package.txt" ;; esac
    # shellcheck disable=SC2086 # one word per list
    cat $lists | grep -v '^#' | while read -r names; do
        found=
        for name in $(echo "$names" | tr '|' ' '); do
            if dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed'; then
                found=yes
            fi
        done
        [ -n "$found" ] || echo "$names"
    done
}

choose_names() {
    for names in $1; do
        chosen=${names%%|*}
        for name in $(echo "$names" | tr '|' ' '); do
            if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]'; then
                chosen=$name
                break
            fi
        done
        printf ' %s' "$chosen"
    done
}

install_system_packages() {
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        say "These system packages are missing. Install them, then run the same command again:"
        say "  sudo apt-get install -y --no-install-recommends$(choose_names "$missing")"
        exit 3
    fi
    say "Installing system packages ..."
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -q >/dev/null
    # shellcheck disable=SC2046 # one word per package
    $as_root apt-get install -q -y --no-install-recommends $(choose_names "$missing") >/dev/null
}

make_environment() {
    if [ ! -x .venv/bin/python ]; then
        say "Making .venv ..."
        python3 -m venv .venv
    fi
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Python $(.venv/bin/python -V) is too old: GhostPilot needs 3.11 or newer. Remove .venv and install it."
        exit 3
    }
}

install_python_packages() {
    wanted=$(cat pyproject.toml packaging/constraints.txt; pwd)
    for extra in default "$@"; do
        stamp=.venv/installed-$extra
        [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && continue
        say "Installing Python packages ($extra) ..."
        target=.
        [ "$extra" = default ] || target=".[$extra]"
        .venv/bin/python -m pip install -q --disable-pip-version-check \
            -c packaging/constraints.txt -e "$target" >&2
        printf '%s\n' "$wanted" >"$stamp"
    done
}

if command -v dpkg-query >/dev/null; then
    install_system_packages "$@"
fi
make_environment
install_python_packages "$@"
