"""Everything drawn with Qt: overlay, answer view, tray and windows."""
