"""What `jupyter repro --help` lists, which it does without importing the commands."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from jupyter_repro.cli import cli
from jupyter_repro.cli.commands import COMMANDS

HEAVY = {"jinja2", "msgspec", "nbformat", "papermill", "rich"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name):
    command = cli.get_command(click.Context(cli), name)
    listed = click.Command(name, help=COMMANDS[name].first)
    assert listed.get_short_help_str(1000) == command.get_short_help_str(1000)


def test_all_are_listed_in_their_order():
    lines = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == list(COMMANDS)


def test_the_listing_imports_no_command():
    script = (
        "import sys; from jupyter_repro.cli import cli; cli.main(['--help'], standalone_mode=False); "
        f"print(sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
