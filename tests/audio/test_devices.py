"""A device is found again by its name, whatever number the system gives it."""

from __future__ import annotations

import pytest

from app.audio.devices import choose, is_wanted, told_apart
from app.core.events import Device


def device(name: str, *, default: bool = False, key: str = "") -> Device:
    return Device("me", name, key or name, default)


BUILT_IN = device("Built-in Microphone", default=True)


def test_without_a_wish_the_default_is_used() -> None:
    assert choose([device("USB"), BUILT_IN], "me", "") == BUILT_IN


def test_a_device_is_chosen_by_name_or_by_the_systems_key() -> None:
    usb = device("USB Headset", key="alsa_input.usb-headset.mono")
    assert choose([BUILT_IN, usb], "me", "USB Headset") == usb
    assert choose([BUILT_IN, usb], "me", "alsa_input.usb-headset.mono") == usb


@pytest.mark.parametrize(
    ("wanted", "now"),
    [
        ("Microphone (USB Audio)", "Microphone (2- USB Audio)"),
        ("Microphone (3- USB Audio)", "Microphone (USB Audio)"),
        ("alsa_input.usb-headset", "alsa_input.usb-headset.2"),
        ("Headset", "Headset #2"),
        ("Headset", "headset (2)"),
    ],
)
def test_it_is_found_again_on_another_socket(wanted: str, now: str) -> None:
    assert choose([BUILT_IN, device(now)], "me", wanted) == device(now)
    assert is_wanted(device(now), wanted)


def test_the_exact_name_goes_before_one_that_differs_in_its_number() -> None:
    second, first = device("Headset #2"), device("Headset")
    assert choose([second, first], "me", "Headset") == first


def test_the_default_stands_in_for_a_device_that_is_away() -> None:
    assert choose([BUILT_IN], "me", "USB Headset") == BUILT_IN
    assert not is_wanted(BUILT_IN, "USB Headset")


def test_devices_of_the_other_channel_do_not_count() -> None:
    assert choose([BUILT_IN], "them", "") is None


def test_devices_of_one_name_are_told_apart_by_numbers_that_are_known_again() -> None:
    names = list(told_apart(["USB", "Built-in", "USB", "USB"]))
    assert names == ["USB", "Built-in", "USB #2", "USB #3"]
    assert all(is_wanted(device(name), "USB") for name in names if name != "Built-in")
