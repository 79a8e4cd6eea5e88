"""What screen captures were found to see of the overlay, in careful words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from app.core.events import Problem
from app.ui.language import tr
from app.ui.marker import Verdict


@dataclass(frozen=True, slots=True)
class RouteResult:
    """One way of capturing and what it saw; ``why`` explains "unknown" where that is known."""

    route: str
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What every way tried saw, and when."""

    at: datetime.datetime
    results: tuple[RouteResult, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst that was seen; "unknown" when nothing could be found out."""
        found = [result.verdict for result in self.results]
        order: tuple[Verdict, ...] = ("VISIBLE", "black box", "not seen")
        return next((verdict for verdict in order if verdict in found), "unknown")

    @property
    def sentence(self) -> str:
        """The report in one line for tray, overlay and preflight."""
        verdict = self.verdict
        ways = [result.route for result in self.results if result.verdict == verdict]
        known = {"count": len(ways), "ways": ", ".join(ways), "time": f"{self.at:%H:%M}"}
        if verdict == "VISIBLE":
            return tr("VISIBLE to captures ({ways}) at {time}").format(**known)
        if verdict == "unknown":
            text = tr("unknown what captures see: none of {count} ways could tell at {time}")
            return text.format(**known)
        if verdict == "black box":
            text = tr("a black box in captures ({ways}) at {time}")
        elif len(ways) == 1:
            text = tr("not seen by the only way tried at {time}")
        else:
            text = tr("not seen by the {count} ways tried at {time}")
        unknown = sum(result.verdict == "unknown" for result in self.results)
        rest = tr(", {count} more could not tell").format(count=unknown) if unknown else ""
        return text.format(**known) + rest

    def problem(self, advice: str = "") -> Problem | None:
        """The warning to show when captures see the overlay, else None."""
        if self.verdict != "VISIBLE":
            return None
        return Problem(
            "capture",
            tr("Screen captures see the overlay"),
            self.sentence,
            advice or tr("Share one window instead of the screen."),
            sticky=True,
        )
