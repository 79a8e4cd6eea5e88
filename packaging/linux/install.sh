#!/bin/sh
# Installs the frozen program for one user, or with another prefix for all of them.
# Usage: ./install.sh [PREFIX]       PREFIX is ~/.local when none is named
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${1:-$HOME/.local}
target=$prefix/lib/ghostpilot

[ -x "$here/ghostpilot" ] || { echo "install.sh: it stands beside the program it installs" >&2; exit 2; }
[ "$here" != "$target" ] || { echo "install.sh: this copy is the installed one" >&2; exit 2; }

# An update: the running program reads from the folder that is replaced now.
[ ! -x "$target/ghostpilot" ] || "$target/ghostpilot" quit >/dev/null 2>&1 || true
mkdir -p "$prefix/lib" "$prefix/bin" "$prefix/share"
rm -rf "$target.new"
cp -R "$here" "$target.new"
rm -rf "$target"
mv "$target.new" "$target"
ln -sf "../lib/ghostpilot/ghostpilot" "$prefix/bin/ghostpilot"
cp -R "$target/share/." "$prefix/share/"
# A desktop starts programs without the PATH of a shell.
sed -i "s|ghostpilot run|\"$target/ghostpilot\" run|; s|ghostpilot doctor|'$target/ghostpilot' doctor|" \
    "$prefix/share/applications/org.ghostpilot.GhostPilot.desktop"
echo "Installed in $target. Start it with: $prefix/bin/ghostpilot"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "$prefix/bin is not in your PATH yet; the menu of your desktop finds it all the same." ;;
esac
