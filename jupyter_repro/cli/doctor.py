"""`jupyter repro doctor`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from jupyter_repro.cli.output.detail import detail_options, is_quiet, is_whole, say
from jupyter_repro.cli.output.format_option import format_option
from jupyter_repro.cli.output.json_answers import json_text
from jupyter_repro.environments.machine_check import Finding, findings
from jupyter_repro.files.owned_names import abandoned, remove
from jupyter_repro.formatting.sizes import counted
from jupyter_repro.sandbox.command import sandbox_here
from jupyter_repro.sandbox.landlock import landlock_version


@click.command()
@format_option(("text", "json"))
@click.option("--clean", is_flag=True, help="Remove what killed runs left here and among temporary files.")
@detail_options
def doctor(chosen: str | None, clean: bool) -> None:
    """Show what this machine cannot pin or record, and how to mend it.

    With -v also what it can.
    """
    if clean:
        for path in left_behind():
            remove(path)
            say(f"removed {path}")
        return
    found = [*findings(), _sandbox()]
    if chosen == "json":
        click.echo(json_text(found))
    elif is_whole():
        click.echo("\n".join(_everything(found)))
    else:
        click.echo("\n".join(_problems(found)), nl=not is_quiet() or any(each.is_problem for each in found))


def left_behind() -> list[Path]:
    """Files and folders of ours whose process was killed."""
    return [*abandoned(Path(tempfile.gettempdir())), *abandoned(Path.cwd())]


def _sandbox() -> Finding:
    kind = sandbox_here()
    missing = "bundles of strangers are not run: apt install bubblewrap, or allow user namespaces"
    walls = f"{kind} and Landlock" if kind == "namespaces" and landlock_version() else kind
    return Finding("sandbox", walls or "none", bool(kind), "" if kind else missing, "limit")


def _everything(found: Sequence[Finding]) -> Iterator[str]:
    """What is to be mended, then all, by topic."""
    yield from _mended(found)
    for topic, group in groupby(found, key=lambda finding: finding.topic):
        yield topic
        yield from (f"  {_line(finding, finding.name)}" for finding in group)


def _problems(found: Sequence[Finding]) -> Iterator[str]:
    """What is to be mended, then what cannot be done here, and of the rest only how much it is."""
    yield from _mended(found)
    if is_quiet():
        return
    yield from (_line(each, f"{each.topic}: {each.name}") for each in found if each.is_limit)
    there, absent = (
        sum(each.there for each in found),
        sum(each.absence == "nothing" for each in found if not each.there),
    )
    rest = f"; nothing to do about {absent} more" if absent else ""
    yield f"✓ {counted(there, 'check')} well{rest}; list them with: jupyter repro doctor -v"


def _mended(found: Sequence[Finding]) -> Iterator[str]:
    problems = [each for each in found if each.is_problem]
    yield from (_line(each, f"{each.topic}: {each.name}") for each in problems)
    if not problems and not is_quiet():
        yield "✓ no problems"


def _line(finding: Finding, name: str) -> str:
    mark = "✓" if finding.there else "✗" if finding.is_problem else "-"
    return f"{mark} {name}  {finding.detail}".rstrip()
