"""Parameters that are secrets: that one was given is recorded, and its value never is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_repro.addresses.secret_words import holds_secret, is_secret_name
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.shell_words import shell_word

WITHHELD = "… (a secret, which is not recorded)"


def recorded_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as they may be written down: `WITHHELD` for the values of those that look like secrets."""
    return {name: WITHHELD if _is_secret(name, value) else value for name, value in parameters.items()}


def check_given(parameters: Mapping[str, Any], notebook: str | Path, command: str) -> None:
    """Raise ReproError where the value of a secret is still to be given; `command` is how that is done."""
    missing = [name for name, value in parameters.items() if value == WITHHELD]
    if missing:
        given = " ".join(f"-p {shell_word(name)} VALUE" for name in missing)
        raise ReproError(
            f"{notebook} was recorded with a secret as its parameter {', '.join(missing)}, which no snapshot holds",
            f"give it again: jupyter repro {command} {shell_word(notebook)} {given}",
        )


def _is_secret(name: str, value: Any) -> bool:
    return any(_looks_secret(*each) for each in _texts(name, value))


def _looks_secret(name: str, text: str) -> bool:
    return text != "" and (is_secret_name(name) or holds_secret(text))


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Each text in a value, with the name that it has there."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(str(key), each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(name, each)
