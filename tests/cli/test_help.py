"""What `jupyter repro --help` lists, which it does without importing the commands, and how every help is laid out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import inside

from jupyter_repro.cli import cli
from jupyter_repro.cli.listing.commands import COMMANDS
from jupyter_repro.cli.listing.help import exit_status_text
from jupyter_repro.exit_statuses import EXIT_STATUSES

HEAVY = {"jinja2", "msgspec", "nbformat", "papermill", "rich"}
WIDTH = 80


def every_command(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command, and of each below it."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_command(command.get_command(context, name), (*words, name))


EVERY = [*every_command(cli)]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name):
    command = cli.get_command(click.Context(cli), name)
    assert command.help.partition("\n")[0] == COMMANDS[name].first


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_a_help_fits_80_columns_and_nothing_of_it_is_cut(words):
    lines = CliRunner().invoke(cli, [*words, "--help"], terminal_width=WIDTH).output.splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []
    assert [line for line in lines if line.endswith("...") and not line.startswith("Usage:")] == []


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_and_every_option_says_what_it_is_for(words):
    help_text = CliRunner().invoke(cli, [*words, "--help"]).output
    command = click.Context(cli)
    for word in words:
        command = click.Context(command.command.get_command(command, word), parent=command)
    assert command.command.help
    options = [each for each in command.command.params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []
    assert all(each.opts[-1] in help_text for each in options)


SHARED = {"-q": "--quiet", "-v": "--verbose", "-j": "--jobs"}


def test_a_short_option_means_the_same_in_every_command():
    for words in EVERY:
        context = click.Context(cli)
        for word in words:
            context = click.Context(context.command.get_command(context, word), parent=context)
        for option in context.command.params:
            for short in set(option.opts) & SHARED.keys():
                assert SHARED[short] in (*option.opts, option.name), words


def test_all_are_listed_in_their_order():
    lines = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines[: len(COMMANDS)]] == list(COMMANDS)


def test_the_listing_imports_no_command():
    script = (
        "import sys; from jupyter_repro.cli import cli; cli.main(['--help'], standalone_mode=False); "
        f"print(sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_the_exit_statuses_stand_in_one_table():
    said = inside("help", "exit-status").stdout
    assert said == f"{exit_status_text()}\n"
    assert [int(line.split()[0]) for line in said.splitlines() if line[2:3].isdigit()] == [
        status.number for status in EXIT_STATUSES
    ]


def test_help_on_a_command_is_its_own_help():
    shown, own = inside("help", "data", "push").stdout, inside("data", "push", "--help").stdout
    assert shown.partition("\n")[2] == own.partition("\n")[2]


def test_a_page_of_the_documentation_is_shown_as_it_is_written():
    shown = inside("help", "settings").stdout
    assert shown.strip() == (Path(__file__).parents[2] / "docs" / "settings.md").read_text().strip()


def test_one_section_of_a_page_is_shown_by_its_heading():
    shown = inside("help", "errors", "busy").stdout
    assert shown.startswith("## Busy\n")
    assert "\n## " not in shown.removeprefix("## Busy")


def test_the_pages_are_listed_but_those_whose_name_is_a_command():
    listed = inside("help", "pages").stdout.split()
    assert {"settings", "security", "tracking"} <= {*listed}
    assert not {*listed} & {*COMMANDS}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("help", "setings"), "there is no help on 'setings'; did you mean settings?"),
        (("help", "settings", "nowhere"), "the page 'settings' has no section 'nowhere'"),
    ],
)
def test_a_page_or_section_that_is_not_there_is_a_usage_error(words, said):
    done = inside(*words)
    assert (done.returncode, done.stderr.strip().splitlines()[-1]) == (2, f"Error: {said}")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("verfy", "a.ipynb"), "did you mean verify?"),
        (("data", "stauts"), "did you mean status?"),
        (("kernel", "instal"), "did you mean install?"),
        (("help", "exit-statuses"), "did you mean exit-status?"),
        (("config", "data.limits"), "did you mean data.limit?"),
    ],
)
def test_a_mistyped_name_is_answered_with_the_one_that_may_be_meant(words, meant):
    done = inside(*words)
    assert (done.returncode, done.stderr.strip().endswith(meant)) == (2, True), done.stderr


def test_a_name_like_none_is_answered_without_a_guess():
    assert inside("xylophone").stderr.strip().endswith("there is no command 'xylophone'")
