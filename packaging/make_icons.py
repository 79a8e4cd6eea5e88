"""Draw the program's icon in every size and format that a desktop asks for.

Run it after a change of ``assets/icons/ghostpilot.svg``: it writes ``ghostpilot-SIZE.png``,
``ghostpilot.ico`` (Windows) and ``ghostpilot.icns`` (macOS) beside it.
"""

from __future__ import annotations

import os
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICONS = Path(__file__).resolve().parents[1] / "assets" / "icons"


def main() -> None:
    """Write all of them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PyQt6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication([])
    drawing = QIcon(str(ICONS / "ghostpilot.svg"))
    for size in SIZES:
        picture = drawing.pixmap(size, size)
        assert picture.save(str(ICONS / f"ghostpilot-{size}.png")), size
    with Image.open(ICONS / "ghostpilot-512.png") as largest:
        largest.save(ICONS / "ghostpilot.icns")
    with Image.open(ICONS / "ghostpilot-256.png") as large:
        large.save(ICONS / "ghostpilot.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    del application


if __name__ == "__main__":
    main()
