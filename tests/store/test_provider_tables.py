"""Providers are read from their tables strictly, and written without losing what is unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.events import Problem
from app.core.settings import Provider
from app.store.settings import load, save
from tests.store.settings_file import EXAMPLE, refused


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('name = "a"\nbase_url = "http://x/v1"', "has no model"),
        ('name = "a"\nbase_url = "localhost"\nmodel = "m"', "must begin with https"),
        ('name = ""\nbase_url = "http://x"\nmodel = "m"', "name cannot be ''"),
        (
            'name = "a"\nbase_url = "http://x"\nmodel = "m"\nidle_s = "8"',
            "a number above 0",
        ),
        ('name = "a"\nbase_url = "http://x"\nmodel = "m"\ncontext = 0', "above 0"),
        ('name = "a"\nbase_url = "http://x"\nmodel = "m"\nvision = 1', "true or false"),
    ],
)
def test_a_provider_that_does_not_fit_names_its_line(file: Path, table: str, words: str) -> None:
    error = refused(file, f"# top\n[[providers]]\n{table}\n")
    assert words in str(error)
    assert "line 2" in str(error)


def test_two_providers_of_one_name_are_refused_at_the_second(file: Path) -> None:
    table = '[[providers]]\nname = "a"\nbase_url = "http://x"\nmodel = "m"\n'
    error = refused(file, table * 2)
    assert "Two providers are called 'a'" in str(error)
    assert "line 5" in str(error)


def test_providers_in_single_brackets_are_explained(file: Path) -> None:
    assert "double brackets" in str(refused(file, '[providers]\nname = "a"\n'))


def test_saving_providers_replaces_all_of_them(file: Path) -> None:
    providers = [
        Provider("one", "https://one.example/v1", "m1"),
        Provider("two", "https://two.example/v1", "m2", vision=True, first_token_s=20.0),
    ]
    save({}, providers=providers, path=file)
    assert load(file).providers == tuple(providers)
    save({}, providers=[], path=file)
    assert load(file).providers == ()
    assert "# my settings" in file.read_text()


def test_providers_in_single_brackets_are_told_of(file: Path) -> None:
    file.write_text('[providers]\nname = "a"\n')
    told: list[Problem] = []
    assert load(file, misfit=told.append).providers == ()
    assert "double brackets" in told[0].next_step


def test_a_provider_keeps_what_this_version_does_not_know(file: Path) -> None:
    file.write_text(EXAMPLE + 'colour = "blue"\n')
    local = Provider("local", "http://127.0.0.1:9/v1", "other")
    save({}, providers=[Provider("new", "http://127.0.0.1:1/v1", "m"), local], path=file)
    assert 'colour = "blue"' in file.read_text()
    assert [provider.name for provider in load(file, report=lambda problem: None).providers] == [
        "new",
        "local",
    ]
