from datetime import UTC, datetime

import pytest
from repositories import committed, git

from jupyter_repro.errors import NoAccess
from jupyter_repro.git.commands import CommandFailed, answer, beginning, pieces
from jupyter_repro.git.file_commits import commits_of, former_contents
from jupyter_repro.git.history import history_of
from jupyter_repro.git.repositories import repository_of
from jupyter_repro.git.revisions import content_at
from jupyter_repro.git.worktrees import has_commit

DATES = ("2024-01-01T00:00:00+00:00", "2024-02-01T00:00:00+00:00")


@pytest.fixture
def file(tmp_path):
    """A file that was changed in two commits."""
    path = tmp_path / "a.txt"
    git(tmp_path, "init", "-q")
    for number, date in enumerate(DATES):
        path.write_text(str(number))
        committed(tmp_path, date)
    return path


@pytest.mark.parametrize(
    "ask", [answer, lambda *asked: list(pieces(*asked)), lambda root, *asked: beginning(root, 10, *asked)]
)
def test_a_command_that_fails_says_why_in_one_line(file, ask):
    with (
        repository_of(file) as (repository, _),
        pytest.raises(CommandFailed, match=r"^fatal: ") as raised,
    ):
        ask(repository, "rev_parse", "--verify", "nowhere:a.txt")
    assert "\n" not in raised.value.what


@pytest.mark.parametrize(
    "ask",
    [
        lambda file: content_at(file, "HEAD"),
        lambda file: has_commit(file, "HEAD"),
        lambda file: _wished(file),
    ],
)
def test_a_repository_that_git_does_not_trust_is_said_to_be_one(file, ask, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(NoAccess, match="git does not trust the repository"):
        ask(file)
    assert commits_of(file, 10) == []


def _wished(file):
    with history_of(file) as history:
        list(history.commits())


def test_the_commits_of_a_file_and_what_it_held(file):
    newest, first = commits_of(file, 10)
    assert (newest.author, newest.moment) == ("Ada", datetime(2024, 2, 1, tzinfo=UTC))
    assert [newest] == commits_of(file, 1)
    assert [(each.commit, each.content) for each in former_contents(file, 10)] == [
        (newest.id, b"1"),
        (first.id, b"0"),
    ]


def test_what_a_file_held_under_another_name(file):
    git(file.parent, "mv", "a.txt", "b.txt")
    committed(file.parent, "2024-03-01T00:00:00+00:00")
    assert [each.content for each in former_contents(file.with_name("b.txt"), 10)] == [b"1", b"1", b"0"]
