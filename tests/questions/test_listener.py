"""Questions in the flow of talk: new, revised, repeated, asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from app.core.events import Channel, Transcript
from app.core.sections import Questions
from app.questions.listener import Listener


class Talk:
    """Speaks to a listener, utterance by utterance."""

    def __init__(self, mode: str = "question", *, me_asks: bool = False) -> None:
        self.settings = Questions(mode=mode, me_asks=me_asks)
        self.listener = Listener(lambda: self.settings)
        self.numbers = count(1)

    def say(self, text: str, at: float, *, channel: Channel = "them", final: bool = True):
        name = f"{channel}-{next(self.numbers)}"
        return self.listener.hear(Transcript(name, channel, text, at, at + 2.0, final))


def test_a_question_is_asked_once_and_numbered():
    talk = Talk()
    first = talk.say("How do you roll back a deploy?", 0.0)
    second = talk.say("Who owns the tracking API?", 10.0)
    assert first and (first.id, first.revision, first.kind) == ("q1", 0, "technical")
    assert first.asked_at == 2.0
    assert second and second.id == "q2"


def test_a_statement_asks_nothing():
    assert Talk().say("We deploy on Mondays.", 0.0) is None


def test_the_users_own_questions_count_only_on_request():
    assert Talk().say("What is the price?", 0.0, channel="me") is None
    assert Talk(me_asks=True).say("What is the price?", 0.0, channel="me")


def test_speech_that_resumes_revises_the_same_question():
    talk = Talk()
    talk.say("How do you roll back a deploy?", 0.0)
    revised = talk.say("When the database has already been migrated?", 3.0)
    assert revised and (revised.id, revised.revision) == ("q1", 1)
    assert revised.text == (
        "How do you roll back a deploy? When the database has already been migrated?"
    )
    assert revised.asked_at == 5.0


def test_speech_after_a_longer_pause_is_a_question_of_its_own():
    talk = Talk()
    talk.say("How do you roll back a deploy?", 0.0)
    second = talk.say("Which database do you use?", 4.0)
    assert second and (second.id, second.revision) == ("q2", 0)


def test_thanks_after_a_question_revise_nothing():
    talk = Talk()
    talk.say("How do you roll back a deploy?", 0.0)
    assert talk.say("Thank you.", 2.8) is None


def test_the_speakers_own_answer_revises_nothing():
    talk = Talk()
    talk.say("Why did we choose Kafka?", 0.0)
    assert talk.say("Because it keeps the order.", 2.8) is None


def test_the_same_question_within_a_minute_is_merged():
    talk = Talk()
    assert talk.say("Which database do you use?", 0.0)
    assert talk.say("So, which database do you use?", 30.0) is None
    assert talk.say("Which database do you use?", 100.0)


def test_likeness_of_wording_is_not_sameness():
    talk = Talk()
    assert talk.say("What is the price of the team plan?", 0.0)
    assert talk.say("What is the price of the enterprise plan?", 10.0)


def test_a_question_split_by_a_pause_is_put_together():
    talk = Talk()
    assert talk.say("I was wondering", 0.0) is None
    asked = talk.say("whether you support single sign-on", 2.8)
    assert asked and asked.text == "I was wondering whether you support single sign-on"


def test_a_short_question_takes_the_sentence_before_along():
    talk = Talk()
    talk.say("You moved everything to Kafka.", 0.0)
    asked = talk.say("Why?", 2.9)
    assert asked and asked.text == "You moved everything to Kafka. Why?"


def test_the_rest_of_a_sentence_is_no_question_though_it_is_marked_as_one():
    talk = Talk()
    assert talk.say("And so, my fellow Americans, ask not.", 0.0) is None
    assert talk.say("What your country can do for you?", 2.5) is None
    assert talk.say("Ask what you can do for your country.", 5.0) is None


def test_mode_pause_takes_everything_of_substance():
    talk = Talk("pause")
    assert talk.say("Okay.", 0.0) is None
    taken = talk.say("We deploy on Mondays.", 5.0)
    assert taken and taken.text == "We deploy on Mondays."


def test_mode_tap_waits_to_be_asked():
    talk = Talk("tap")
    assert talk.say("Who owns the tracking API?", 0.0) is None
    asked = talk.listener.ask_now(10.0)
    assert asked and asked.text == "Who owns the tracking API?"


def test_ask_now_takes_recent_talk_and_the_words_in_progress():
    talk = Talk()
    talk.say("Long ago we had a monolith.", 0.0)
    talk.say("The rollback takes too long.", 30.0)
    talk.say("And the team", 33.0, final=False)
    asked = talk.listener.ask_now(10.0, now=36.0)
    assert asked and asked.text == "The rollback takes too long. And the team"
    assert Talk().listener.ask_now(10.0) is None


def test_a_held_key_captures_what_was_said_meanwhile():
    talk = Talk("tap")
    talk.say("First part of a long question.", 0.0)
    talk.say("Second part of it.", 4.0)
    talk.say("Small talk afterwards.", 20.0)
    asked = talk.listener.ask_between(0.5, 8.0)
    assert asked and asked.text == "First part of a long question. Second part of it."


def test_a_typed_question_stands_as_it_is():
    talk = Talk("tap")
    typed = talk.listener.ask_typed("  kafka   retention ", at=7.0)
    assert typed and (typed.text, typed.channel, typed.asked_at) == ("kafka retention", "me", 7.0)
    assert talk.listener.ask_typed("  ", at=8.0) is None


def test_an_utterance_heard_twice_counts_once():
    listener = Listener()
    said = Transcript("them-1", "them", "Who owns the API?", 0.0, 1.0, True)
    assert listener.hear(said) and listener.hear(said) is None


def test_settings_take_effect_with_the_next_words():
    talk = Talk()
    assert talk.say("What is the price?", 0.0, channel="me") is None
    talk.settings = replace(talk.settings, me_asks=True)
    assert talk.say("What is the refund period?", 10.0, channel="me")
    talk.settings = replace(talk.settings, mode="tap")
    assert talk.say("Who owns the tracking API?", 20.0) is None


def test_asking_now_takes_as_many_seconds_as_the_settings_say():
    talk = Talk("tap")
    talk.say("The enterprise plan, then.", 0.0)
    talk.say("And the refund.", 30.0)
    asked = talk.listener.ask_now(now=33.0)
    assert asked and asked.text == "And the refund."
    talk.settings = replace(talk.settings, ask_seconds=60.0)
    asked = talk.listener.ask_now(now=33.0)
    assert asked and asked.text == "The enterprise plan, then. And the refund."


def test_while_a_long_question_is_collected_none_is_noticed():
    talk = Talk()
    talk.listener.holding = True
    assert talk.say("What is the refund period?", 0.0) is None
    assert talk.say("And for the enterprise plan, who signs it off?", 6.0) is None
    talk.listener.holding = False
    asked = talk.listener.ask_between(0.5, 8.0)
    assert asked and asked.text.startswith("What is the refund period?")
    assert asked.text.endswith("signs it off?")


def test_after_ask_now_the_talk_that_goes_on_does_not_revise_the_question_before_it():
    talk = Talk()
    assert talk.say("How do you roll back a deploy?", 0.0)
    tapped = talk.listener.ask_now(10.0, now=2.5)
    assert tapped and tapped.id == "q2"
    assert talk.say("We tried that once.", 3.0) is None
    later = talk.say("Who owns the tracking API?", 6.0)
    assert later and (later.id, later.revision) == ("q3", 0)
