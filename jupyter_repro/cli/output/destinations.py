"""Where reports of verdicts go: the options `--format` and `-o`, and what they mean together."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from jupyter_repro.cli.output.detail import detail_options
from jupyter_repro.cli.output.format_option import format_option, json_is_asked_for
from jupyter_repro.extensions.registry import parts, registered
from jupyter_repro.site.publication import check_site


@dataclass(frozen=True)
class Destinations:
    """Where each report goes."""

    shown: Sequence[str] = ("text",)
    """Formats of what is written to standard output."""
    files: Sequence[tuple[Path, str]] = ()
    """Files with their formats."""
    sites: Sequence[Path] = ()
    """Folders of pages."""


TERMINAL = Destinations()
"""As text to standard output, and nowhere else."""


def formats() -> list[str]:
    """Names of the formats there are."""
    return [entry.name for entry in registered("reporters")]


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options, as `chosen` and `targets`; with them `-q` and `-v`."""
    into = click.option(
        "-o",
        "targets",
        multiple=True,
        metavar="FILE|FOLDER/",
        help="File to write a report to; a folder, as in site/, or a new name without a suffix gets a page of all.",
    )
    return format_option(formats(), several=True)(detail_options(into(command)))


def destinations(chosen: Sequence[str], targets: Sequence[str]) -> Destinations:
    """What the options mean, checked before anything is done.

    As many formats as files go together in order. Otherwise a file's suffix names its format, and the formats
    go to standard output; a new name without a suffix is a folder. Raises UsageError for a suffix that names no format,
    and ReproError for a folder that no page can be written into.
    """
    files = [Path(target) for target in targets if not _is_folder(target)]
    sites = [Path(target) for target in targets if _is_folder(target)]
    in_pairs = bool(files) and len(chosen) == len(files) and not json_is_asked_for()
    if not in_pairs:
        sites += filter(_is_new_folder, files)
        files = [file for file in files if not _is_new_folder(file)]
    for folder in sites:
        check_site(folder)
    if in_pairs:
        return Destinations((), list(zip(files, chosen, strict=True)), sites)
    return Destinations(chosen or ("text",), [(file, _format_of(file)) for file in files], sites)


def _is_folder(target: str) -> bool:
    if not target:  # a variable of a script that is not set must not mean this folder
        raise click.UsageError("-o: the name is empty")
    return target.endswith((os.sep, "/")) or Path(target).is_dir()


def _is_new_folder(target: Path) -> bool:
    """Whether a name that is free can only be meant as a folder: a report has a suffix."""
    return not (target.suffix or target.name.startswith(".") or os.path.lexists(target))


def _format_of(file: Path) -> str:
    suffixes: dict[str, str] = {reporter.suffix: name for name, reporter in parts("reporters").items()}
    if file.suffix not in suffixes:
        raise click.UsageError(
            f"{file}: end its name with {', '.join(suffixes)}, or say with --format which report it is to be; "
            "a folder of pages ends with /"
        )
    return suffixes[file.suffix]
