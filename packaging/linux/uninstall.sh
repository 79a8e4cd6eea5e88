#!/bin/sh
# Removes what install.sh installed; your settings, prompts and sessions stay, and it says where.
# Usage: uninstall.sh [PREFIX]       the prefix given to install.sh
set -eu
prefix=${1:-$HOME/.local}
name=org.ghostpilot.GhostPilot
config=${XDG_CONFIG_HOME:-$HOME/.config}
data=${XDG_DATA_HOME:-$HOME/.local/share}
cache=${XDG_CACHE_HOME:-$HOME/.cache}

# One that is running would go on listening.
"$prefix/lib/ghostpilot/ghostpilot" quit >/dev/null 2>&1 || true

rm -rf "$prefix/lib/ghostpilot" "$prefix/lib/ghostpilot.new"
rm -f "$prefix/bin/ghostpilot" "$prefix/share/applications/$name.desktop" \
    "$prefix/share/metainfo/$name.metainfo.xml"
find "$prefix/share/icons/hicolor" \( -name "$name.png" -o -name "$name.svg" \) -delete 2>/dev/null || true
# What the program wrote for the desktop: its menu entry and its start at login.
rm -f "$data/applications/$name.desktop" "$config/autostart/$name.desktop"
# Made again whenever it is missing.
rm -rf "$cache/GhostPilot"
# Where the running program was spoken to.
rm -rf "${TMPDIR:-/tmp}/ghostpilot-$(id -un)" ${XDG_RUNTIME_DIR:+"$XDG_RUNTIME_DIR/ghostpilot"} 2>/dev/null || true
# Folders that nobody uses any more.
find "$prefix/share/icons/hicolor" -type d -empty -delete 2>/dev/null || true
for folder in share/icons share/metainfo share/applications share lib bin; do
    rmdir "$prefix/$folder" 2>/dev/null || true
done

echo "GhostPilot is removed. Left, because it is yours:"
for folder in "$config/GhostPilot" "$data/GhostPilot" ${GHOSTPILOT_HOME:+"$GHOSTPILOT_HOME"}; do
    [ ! -e "$folder" ] || echo "  $folder"
done
echo "Delete these folders if you do not want them. Keys that you stored are in your system's keyring"
echo "under the name GhostPilot."
