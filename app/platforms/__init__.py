"""What differs between operating systems: capture exclusion, hotkeys, autostart."""
