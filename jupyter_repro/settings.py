"""The project's settings: `[tool.jupyter-repro]` in the nearest pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from jupyter_repro.errors import UnreadableInput

TABLE = "jupyter-repro"


class Settings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a project decides for all its notebooks."""

    seed: int = 42
    timeout: float | None = None
    """Seconds that one cell may take."""
    timings: str = "equivalent"
    """`compare` makes a difference in what `%time` or a progress bar reports a divergence."""
    tolerance: float | None = None
    """Relative tolerance of numbers, for all cells that declare none themselves."""
    strict: bool = False
    """Whether drift of the context is a failure, also where all outputs agree."""


def settings_for(folder: Path) -> Settings:
    """Settings that hold for notebooks in `folder`: of the nearest pyproject.toml that has our table.

    Raises UnreadableInput, naming file and key.
    """
    for parent in (folder, *folder.resolve().parents):
        path = parent / "pyproject.toml"
        if path.is_file() and (table := _table(path)) is not None:
            return _settings(table, path)
    return Settings()


def _table(path: Path) -> object:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get(TABLE)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableInput(path, str(error)) from None


def _settings(table: object, path: Path) -> Settings:
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise UnreadableInput(
            path, f"[tool.{TABLE}]: {error}", "the keys are listed in docs/settings.md"
        ) from None
    if settings.timings not in {"equivalent", "compare"}:
        raise UnreadableInput(
            path, f'[tool.{TABLE}] timings: "{settings.timings}" is not "equivalent" or "compare"'
        )
    return settings
