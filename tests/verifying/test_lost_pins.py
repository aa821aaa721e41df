"""Pins that a run lacks are named."""

from __future__ import annotations

from jupyter_repro.verifying.lost_pins import lost_pins

RECORDED = {"dice": "42", "numpy": "42", "cupy": "not pinned: RuntimeError: no device"}


def said(found, known=("dice", "numpy", "cupy")):
    return list(lost_pins(RECORDED, found, known))


def test_a_pin_that_fails_now_is_named_with_the_reason():
    (sentence,) = said({"dice": "not pinned: ImportError: no dice", "numpy": "42"})
    assert sentence == "the pin dice was applied when it was recorded, and fails now: ImportError: no dice"


def test_a_pin_whose_plugin_is_not_installed_is_named():
    (sentence,) = said({"numpy": "42"}, known=("numpy",))
    assert "the pin dice" in sentence


def test_a_pin_of_a_library_that_was_not_imported_is_not_missed():
    assert said({}) == []
