"""Every setting with its value and where that comes from: `jupyter repro config`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from jupyter_repro.addresses.data_addresses import public_address, public_addresses_in
from jupyter_repro.settings import (
    given_by_variables,
    setting_names,
    settings_for,
    settings_table,
    variable_of,
)

SettingSource = Literal["default", "pyproject.toml", "environment", "option"]
_SHOWN: dict[str, Callable[[str], str]] = {"track": public_addresses_in, "data.remote": public_address}
"""How the settings that are addresses are shown, without their secrets."""


class Setting(msgspec.Struct, frozen=True):
    """One setting as it holds."""

    name: str
    value: Any
    source: SettingSource
    place: str = ""
    """Path of the pyproject.toml, name of the variable or of the option; "" of a default."""


def settings_with_sources(folder: Path, options: Mapping[str, Any] | None = None) -> Iterator[Setting]:
    """All settings that hold for notebooks in `folder`; `options` are those that a command was given, by name.

    Credentials in addresses are left out. Raises UnreadableInput.
    """
    given, variables, found = options or {}, given_by_variables(), settings_table(folder)
    values: dict[str, Any] = msgspec.to_builtins(settings_for(folder))
    for name in setting_names():
        value = given.get(name, _at(values, name))
        yield Setting(
            name, _SHOWN[name](value) if name in _SHOWN else value, *_source(name, given, variables, found)
        )


def _source(
    name: str, given: Mapping[str, Any], variables: Mapping[str, str], found: tuple[Path, object] | None
) -> tuple[SettingSource, str]:
    if name in given:
        return "option", f"--{name}"
    if name in variables:
        return "environment", variable_of(name)
    if found and _at(found[1], name) is not None:
        return "pyproject.toml", os.path.relpath(found[0])
    return "default", ""


def _at(table: object, name: str) -> Any:
    """The value of a dotted name; None where there is none."""
    for part in name.split("."):
        table = table.get(part) if isinstance(table, dict) else None
    return table
