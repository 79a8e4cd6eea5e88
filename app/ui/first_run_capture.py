"""The step of the walk that tries what screen captures see of the overlay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PyQt6.QtWidgets import QPushButton

from app.ui.capture_report import Report
from app.ui.first_run_page import Page
from app.ui.language import tr


class CapturePage(Page):
    """Runs the self-test when it is reached, and says what it found and what it cannot know."""

    def __init__(self, test: Callable[[], Awaitable[Report]], advice: str = "") -> None:
        """``advice`` is what the user can do on a system where programs can do nothing."""
        super().__init__(
            tr(
                "Others should not see the overlay when you share your screen. Whether that holds "
                "depends on this system, so it is tried: a pattern is shown for a moment and the "
                "screen is captured."
            )
        )
        self._test, self._advice = test, advice
        self._running = False
        self.verdict = self.line("", "verdict")
        self.column.addWidget(self.verdict)
        self.rest = self.line("", "quiet")
        self.column.addWidget(self.rest)
        self.again = QPushButton(tr("&Test again"), self)
        self.again.clicked.connect(self.run)
        self.column.addWidget(self.again)
        self.end()
        self.skip_words = ""

    def entered(self) -> None:
        """Try at once the first time."""
        if not self.verdict.text():
            self.run()

    def run(self) -> None:
        """Try, unless it is being tried."""
        if not self._running:
            self._running = True
            self.again.setEnabled(False)
            self.verdict.setText(tr("Testing…"))
            self.do(self._tried(), "try what captures see")

    async def _tried(self) -> None:
        try:
            report = await self._test()
        finally:
            self._running = False
            self.again.setEnabled(True)
        self.verdict.setText(tr("The overlay is {found}.").format(found=report.sentence))
        words = [tr("No test can know about cameras, other programs or remote control.")]
        if report.verdict == "VISIBLE":
            words.insert(0, self._advice or tr("Share one window instead of the screen."))
        elif report.verdict == "unknown":
            words.insert(0, tr("Take care and share one window instead of the screen."))
        self.rest.setText(" ".join(words))
