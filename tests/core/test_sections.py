"""Every declared setting has a label, and a default that fits what is declared of it."""

from __future__ import annotations

from app.core.declared import check_value
from app.core.settings import declarations


def test_every_default_fits_its_own_declaration() -> None:
    for declared in declarations():
        assert check_value(declared, declared.default) == declared.default
        assert declared.about.label, declared.key
