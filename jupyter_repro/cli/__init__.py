"""The command line: `jupyter repro …`, one file a command."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

import click

from jupyter_repro.cli.early_start import start_early
from jupyter_repro.cli.listing.commands import COMMANDS
from jupyter_repro.cli.listing.lazy import LazyGroup
from jupyter_repro.errors import ReproError
from jupyter_repro.exit_statuses import INTERRUPTED, TERMINATED
from jupyter_repro.files import subprocesses as own_process
from jupyter_repro.files.atomic_files import unwritable
from jupyter_repro.files.visible_streams import visible_streams


@click.group(
    cls=LazyGroup,
    commands_in=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Documentation: jupyter repro help pages. Exit statuses: jupyter repro help exit-status. "
    "Completion: jupyter repro completion bash.",
)
@click.version_option(package_name="jupyter-repro", prog_name="jupyter-repro")
@click.option("--trust", is_flag=True, help="Use the trackers and remotes that the project's settings name.")
@click.pass_context
def cli(context: click.Context, trust: bool) -> None:
    """Pin, record, re-execute and compare notebooks, and say which cell diverged first and why."""
    if trust or context.invoked_subcommand in _SENDING:
        from jupyter_repro.cli.trust import take_trust

        take_trust(given=trust)


_SENDING = frozenset({"snapshot", "sweep", "verify", "handoff", "restore", "track", "data", "log"})
"""Commands that may use them."""


def main() -> None:
    """Entry point of the `jupyter-repro` script."""
    own_process.begin()
    start_early(sys.argv[1:])
    # whoever ends us ends the kernel too: leaving by an exception lets everything be cleaned up
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    run()


def run() -> None:
    """Run the command of `sys.argv`; raises SystemExit where it does not end well."""
    with visible_streams():
        _run()


def _fail(error: ReproError) -> NoReturn:
    click.echo(str(error) if error.remedy else f"{error}\n  see: {error.page}", err=True)
    sys.exit(error.exit_status)


def _run() -> None:
    try:
        cli.main(standalone_mode=False)
    except ReproError as error:
        _fail(error)
    except OSError as error:
        # wherever a command writes to, a scratch folder among them, its disk may be full
        if (known := unwritable(error)) is None:
            raise
        _fail(known)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped; nothing was written.", err=True)
        sys.exit(INTERRUPTED)
