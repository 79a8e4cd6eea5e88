"""The list of sessions gives way to what a search found, and comes back when it ends."""

from __future__ import annotations

from app.store.search import Hit
from app.ui.sessions_sidebar import SessionsSidebar
from app.ui.styles import PALETTES
from tests.recorded import until
from tests.ui.session_rows import row


def hit(session: str = "a") -> Hit:
    return Hit(session, "Acme", "", "question", 1, 2.0, "How?")


async def test_the_count_is_told_in_words() -> None:
    sidebar = SessionsSidebar(PALETTES["dark"])
    sidebar.show_sessions([row("a")])
    assert sidebar._count.text() == "1 session"
    sidebar.show_sessions([row("a"), row("b")])
    assert sidebar._count.text() == "2 sessions"


async def test_a_search_waits_for_the_next_letter_and_is_asked_once() -> None:
    sidebar = SessionsSidebar(PALETTES["dark"])
    wanted: list[str] = []
    sidebar.search_wanted.connect(lambda: wanted.append(sidebar.text))
    for text in ("m", "me", " mentor "):
        sidebar.search.setText(text)
    await until(lambda: wanted)
    assert wanted == ["mentor"]


async def test_new_sessions_do_not_push_a_search_aside() -> None:
    sidebar = SessionsSidebar(PALETTES["dark"])
    sidebar.show_hits([hit()])
    sidebar.show_sessions([row("a"), row("b")])
    assert sidebar._lists.currentWidget() is sidebar.found
    assert sidebar._count.text() == "1 place found"
    sidebar.show_list()
    assert sidebar._lists.currentWidget() is sidebar.list


async def test_what_is_chosen_goes_out() -> None:
    sidebar = SessionsSidebar(PALETTES["dark"])
    sessions: list[str] = []
    places: list[object] = []
    sidebar.session_chosen.connect(sessions.append)
    sidebar.place_chosen.connect(places.append)
    sidebar.show_sessions([row("a"), row("b")])
    sidebar.select("b")
    sidebar.show_hits([hit("a")])
    sidebar.found.setCurrentIndex(sidebar.hits.index(0, 0))
    assert sessions == ["b"]
    assert places == [hit("a")]
    assert sidebar.row("c") is None
