"""`jupyter repro kernel`."""

from __future__ import annotations

import sys

import click

from jupyter_repro.cli.listing.lazy import SuggestingGroup
from jupyter_repro.cli.output.detail import quiet_option, say
from jupyter_repro.executing import kernel_spec

named = click.option("--name", default=kernel_spec.NAME, show_default=True, help="Name of the kernel.")


@click.group(cls=SuggestingGroup)
def kernel() -> None:
    """Install the kernel that starts with the pins set.

    It is for JupyterLab and every other front end.
    """


@kernel.command()
@click.option("--user", is_flag=True, help="Install it for you alone. [default outside of an environment]")
@click.option("--sys-prefix", is_flag=True, help="Install it into this environment. [default inside one]")
@click.option("--prefix", metavar="DIR", help="Install it below DIR.")
@named
@quiet_option
@click.option("--display-name", default=kernel_spec.DISPLAY_NAME, show_default=True, help="Name to show.")
def install(user: bool, sys_prefix: bool, prefix: str | None, name: str, display_name: str) -> None:
    """Install the kernel, or replace it."""
    installed = kernel_spec.install(name, display_name, _place(user, sys_prefix, prefix))
    say(f"{installed.folder.name} installed in {installed.folder}")
    say(f'  choose "{display_name}" in JupyterLab: Kernel > Change Kernel…')
    if not installed.seen:
        say(f"  Jupyter does not look there; add it: export JUPYTER_PATH={installed.jupyter_path}")


@kernel.command()
@named
@quiet_option
def uninstall(name: str) -> None:
    """Take the kernel away; a kernel that is not ours stays."""
    say(f"{name} removed from {kernel_spec.uninstall(name)}")


def _place(user: bool, sys_prefix: bool, prefix: str | None) -> str | None:
    """The prefix to install below; None for this user's own folder."""
    if user + sys_prefix + (prefix is not None) > 1:
        raise click.UsageError("choose one of --user, --sys-prefix and --prefix")
    if user:
        return None
    return prefix or (sys.prefix if sys_prefix else kernel_spec.default_prefix())
