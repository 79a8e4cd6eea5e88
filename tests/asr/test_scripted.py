"""The official fake follows its script by the time of the sound."""

from app.asr.scripted import Line, ScriptedEngine
from app.core.events import Speech, Transcript
from tests.asr.sounds import close_and_collect, feed, finals, silence


async def test_lines_are_reported_when_the_sound_reaches_them():
    engine = ScriptedEngine([Line("them", "Who is it?", 1.0, 2.0), Line("me", "Me.", 0.5, 1.0)])
    await engine.prepare()
    session = engine.open("them")
    feed(session, silence(3.0))
    await session.flush()
    heard = await close_and_collect(session)
    assert [type(x) for x in heard] == [Speech, Transcript, Transcript, Speech]
    [final] = finals(heard)
    assert (final.text, final.started, final.ended) == ("Who is it?", 1.0, 2.0)
    await engine.aclose()


async def test_flush_reports_a_line_in_progress():
    session = ScriptedEngine([Line("them", "Who is it?", 1.0, 2.0)]).open("them")
    feed(session, silence(1.5))
    await session.flush()
    assert [x.text for x in finals(await close_and_collect(session))] == ["Who is it?"]


async def test_a_session_opened_later_goes_on_where_the_script_stands():
    engine = ScriptedEngine([Line("them", "One.", 0.0, 1.0), Line("them", "Two.", 2.0, 3.0)])
    texts = []
    for length in (1.5, 3.5):
        session = engine.open("them")
        feed(session, silence(length))
        await session.flush()
        texts.append([x.text for x in finals(await close_and_collect(session))])
    assert texts == [["One."], ["Two."]]
