"""The options by which `verify` leaves out what another runner verifies, or what nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from jupyter_repro.jobs.shard import Shard, share
from jupyter_repro.verdicts import Verdicts
from jupyter_repro.verifying.batch import queued
from jupyter_repro.verifying.notebook import Options
from jupyter_repro.verifying.since import notebooks_since
from jupyter_repro.verifying.unchanged.changed_only import verify_changed
from jupyter_repro.verifying.unchanged.verified_store import VerifiedStore


class ShardType(click.ParamType):  # type: ignore[type-arg]
    """`2/5`: the second of five shares."""

    name = "i/n"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Shard:
        """The share; fails for what is none."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", str(value))
        shard = Shard(int(found[1]), int(found[2])) if found else Shard(0)
        if not 1 <= shard.number <= shard.total:
            self.fail(f"{value} is no share such as 1/4: the first of four", param, context)
        return shard


def choosing_options(command: Any) -> Any:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--changed", is_flag=True, help="Run only notebooks that depend on anything that has changed."
    ),
    click.option(
        "--changed-store",
        metavar="ADDRESS",
        help="With --changed: folder, or address of fsspec, that keeps what was verified. [default: in the cache]",
    ),
    click.option("--since", metavar="REV", help="Run only notebooks that a change since REV may matter to."),
    click.option(
        "--shard", type=ShardType(), metavar="I/N", help="Run the I-th of N shares, which take about as long."
    ),
)


def chosen(paths: Sequence[str], since: str | None, shard: Shard | None) -> list[str]:
    """The notebooks that are this command's; says on standard error how many are not."""
    left = notebooks_since(paths, since) if since else list(paths)
    if since:
        click.echo(f"{len(left)} of {len(paths)} notebooks may have changed since {since}", err=True)
    if shard:
        left = [each.path for each in share([queued(path) for path in left], shard)]
    return left


def verified(
    paths: Sequence[str],
    options: Options,
    store: VerifiedStore | None,
    verify: Callable[[Sequence[str]], Verdicts],
) -> Verdicts:
    """The verdicts, of notebooks that have not changed from the store; says on standard error what is wrong there."""
    if store is None:
        return verify(paths)
    verdicts = verify_changed(paths, options, store, verify)
    for name in sorted(store.damaged):
        click.echo(f"{name} is damaged, and was not used; delete it", err=True)
    return verdicts
