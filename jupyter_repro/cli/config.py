"""`jupyter repro config`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from jupyter_repro.cli.arguments.notebook_argument import with_run_limits
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.setting_sources import Setting, settings_with_sources


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--at",
    "place",
    type=click.Path(path_type=Path, exists=True),
    default=".",
    help="A notebook, or its folder.",
)
@click.option("--seed", type=int, help="As given to snapshot.")
@click.option("--strict/--no-strict", default=None, help="As given to verify.")
@click.option("--track", metavar="ADDRESS", help="As given to snapshot.")
@with_run_limits
@format_option(("text", "json"))
def config(
    names: tuple[str, ...],
    place: Path,
    seed: int | None,
    strict: bool | None,
    track: str | None,
    timeout: float | None,
    notebook_timeout: float | None,
    memory_limit: int | None,
    chosen: str | None,
) -> None:
    """Show every setting, its value, and where it comes from.

    An option of a command wins over an environment variable, a variable over [tool.jupyter-repro] in the nearest
    pyproject.toml, and that over the default. The variable of data.limit is JUPYTER_REPRO_DATA_LIMIT, and so on.
    Options are those that you mean to give to a command.
    """
    options = {
        "seed": seed,
        "strict": strict,
        "track": track,
        "timeout": timeout,
        "notebook-timeout": notebook_timeout,
        "memory-limit": None if memory_limit is None else human_size(memory_limit),
    }
    given = {name: value for name, value in options.items() if value is not None}
    found = list(settings_with_sources(place if place.is_dir() else place.absolute().parent, given))
    shown = _named(found, names) if names else found
    if chosen == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
    elif len(names) == 1:
        click.echo(_text(shown[0].value))
    else:
        _table(shown)


def _named(found: Sequence[Setting], names: Sequence[str]) -> list[Setting]:
    """The settings of these names; raises UsageError for one that is not known."""
    by_name = {each.name: each for each in found}
    for name in names:
        if name not in by_name:
            meant = did_you_mean(name, by_name)
            raise click.UsageError(f"there is no setting {name!r}{meant and f'; {meant}'}")
    return [by_name[name] for name in names]


def _text(value: Any) -> str:
    """A value as TOML writes it, without quotes; nothing for none."""
    return "" if value is None else msgspec.json.encode(value).decode().strip('"')


def _cell(value: Any) -> str:
    return counted(len(value), "rule") if isinstance(value, list | tuple) else _text(value)


def _table(shown: Sequence[Setting]) -> None:
    rows = [(each.name, _cell(each.value), each.place or each.source) for each in shown]
    name_width, value_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, value, source in rows:
        click.echo(f"{name:<{name_width}}  {value:<{value_width}}  {source}")
