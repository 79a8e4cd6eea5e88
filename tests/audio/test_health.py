"""What is wrong with a channel is said once, when it begins and when it is over."""

from __future__ import annotations

from app.audio.health import ChannelHealth


def test_a_channel_that_sounds_is_ok_and_tells_its_level() -> None:
    health = ChannelHealth("me", 5.0)
    health.opened(0.0)
    (said,) = health.look(0.2, 0.3)
    assert (said.state, said.level, said.at) == ("ok", 0.3, 0.2)


def test_silence_is_told_after_its_time_and_taken_back_at_the_first_sound() -> None:
    health = ChannelHealth("me", 5.0)
    health.opened(0.0, "check the plug")
    states = [health.look(second, 0.0002)[0] for second in range(1, 8)]
    assert [said.state for said in states] == ["ok"] * 4 + ["silent"] * 3
    assert states[-1].note == "no sound for 7 s; check the plug"
    assert health.look(8.0, 0.1)[0].state == "ok"
    assert health.look(9.0, 0.0)[0].state == "ok"


def test_a_device_that_sends_nothing_is_told_once_and_so_is_its_return() -> None:
    health = ChannelHealth("them", 5.0)
    health.opened(10.0)
    assert health.look(10.9, None) == []
    assert [said.state for said in health.look(11.1, None)] == ["no_frames"]
    assert health.look(12.0, None) == []
    back = health.look(13.0, 0.2)
    assert [said.state for said in back] == ["recovered", "ok"]
    assert back[0].note == "sound is back after 3.0 s"


def test_a_loss_is_told_once_for_each_reason() -> None:
    health = ChannelHealth("them", 5.0)
    health.opened(0.0)
    assert [said.note for said in health.lost(1.0, "unplugged")] == ["unplugged"]
    assert health.lost(2.0, "unplugged") == []
    assert [said.note for said in health.lost(3.0, "no server")] == ["no server"]
    assert health.look(4.0, None) == []
    assert health.look(5.0, 0.1)[0].note == "sound is back after 4.0 s"


def test_a_sound_system_that_hangs_counts_as_no_frames() -> None:
    health = ChannelHealth("them", 5.0)
    health.opened(0.0)
    health.look(1.0, 0.1)
    assert [said.state for said in health.hung(2.5)] == ["no_frames"]
    assert health.look(4.0, 0.1)[0].state == "recovered"


def test_time_without_a_device_is_not_counted_as_silence() -> None:
    health = ChannelHealth("me", 5.0)
    health.opened(0.0)
    health.look(0.2, 0.1)
    health.lost(1.0, "unplugged")
    assert [said.state for said in health.look(60.0, 0.0)] == ["recovered", "ok"]
