"""The folder of a site: what is written, what is replaced, and what is left alone."""

from __future__ import annotations

import errno
from pathlib import Path

import msgspec
import pytest
from conftest import tree
from repositories import committed, git

from jupyter_repro.errors import ReproError, UnreadableInput, Unwritable
from jupyter_repro.records.site_history import SiteHistory
from jupyter_repro.site.history_file import read_history
from jupyter_repro.site.publication import check_site, report_name, write_site
from jupyter_repro.verdicts import Unreadable, Verdict, Verdicts

GOOD, BAD = Verdict("a.ipynb", "identical", 1.0), Verdict("b/c.ipynb", "diverged", 2.0)
BOTH = Verdicts(notebooks=(GOOD, BAD))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a site in a project outside of git."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return project / "site"


@pytest.fixture
def repository(folder):
    git(folder.parent, "init", "-q", "-b", "main")
    committed(folder.parent, "2026-01-01T00:00:00Z")
    return folder.parent


def reports(folder):
    return {path.name for path in (folder / "reports").iterdir()}


def test_a_site_is_a_page_a_badge_a_history_and_a_report_of_each_notebook(folder):
    write_site(BOTH, folder)
    assert {path.name for path in folder.iterdir()} == {"index.html", "badge.svg", "history.json", "reports"}
    assert reports(folder) == {report_name("a.ipynb"), report_name("b/c.ipynb")}
    page = (folder / "index.html").read_text()
    assert all(f'href="reports/{name}"' in page for name in reports(folder))
    assert '<a href="../index.html">' in (folder / "reports" / report_name("a.ipynb")).read_text()


def test_a_page_is_written_again_and_reports_of_notebooks_that_are_gone_are_removed(folder):
    write_site(BOTH, folder)
    write_site(Verdicts(notebooks=(GOOD,)), folder)
    assert reports(folder) == {report_name("a.ipynb")}
    assert "1 of 1" in (folder / "badge.svg").read_text()


def test_files_of_others_stay(folder):
    (folder / "reports").mkdir(parents=True)
    for name in ("CNAME", "other.html", "reports/mine.html", "reports/notes.txt"):
        (folder / name).write_text("mine")
    before = tree(folder)
    write_site(BOTH, folder)
    write_site(Verdicts(notebooks=()), folder)
    assert before.items() <= tree(folder).items()


@pytest.mark.parametrize("name", ["index.html", "badge.svg", f"reports/{report_name('a.ipynb')}"])
def test_a_file_that_is_not_ours_is_not_replaced(folder, name):
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("<!doctype html>\nmine")
    before = tree(folder)
    with pytest.raises(ReproError, match="was not written by jupyter-repro") as raised:
        write_site(BOTH, folder)
    assert f"rm {folder / name}" in raised.value.remedy
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["index.html", "reports"])
def test_a_link_is_not_followed_out_of_the_folder(folder, tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    write_site(BOTH, elsewhere)
    before = tree(elsewhere)
    folder.mkdir()
    (folder / name).symlink_to(elsewhere / name)
    with pytest.raises(ReproError):
        write_site(Verdicts(notebooks=()), folder)
    assert tree(elsewhere) == before


def test_a_file_where_the_folder_should_be_is_refused(folder):
    folder.write_text("mine")
    with pytest.raises(ReproError, match="is a file or a link, not a folder"):
        check_site(folder)
    assert folder.read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_refused_before_a_run(folder, monkeypatch):
    folder.mkdir()

    def refuse(*_arguments):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("jupyter_repro.files.atomic_files.create", refuse)  # a superuser is refused nothing
    with pytest.raises(Unwritable, match="permission denied"):
        check_site(folder)


def test_a_damaged_history_ends_it_before_anything_is_written(folder):
    folder.mkdir()
    (folder / "history.json").write_text("<html>")
    before = tree(folder)
    for write in (check_site, lambda folder: write_site(BOTH, folder)):
        with pytest.raises(UnreadableInput, match="no history of a site"):
            write(folder)
    assert tree(folder) == before


def test_each_commit_is_one_entry_of_the_history(folder, repository):
    write_site(BOTH, folder)
    write_site(Verdicts(notebooks=(GOOD, GOOD)), folder)
    second = committed(repository, "2026-01-02T00:00:00Z")
    write_site(msgspec.structs.replace(BOTH, errors=(Unreadable("c.ipynb", "cut"),)), folder)
    entries = read_history(folder / "history.json").entries
    assert [(each.committed, each.reproducible, each.total) for each in entries] == [
        ("2026-01-01T00:00:00Z", 2, 2),
        ("2026-01-02T00:00:00Z", 1, 3),
    ]
    assert entries[-1].commit == second


def test_the_commit_is_that_of_the_repository_that_the_notebooks_lie_in(
    folder, repository, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    write_site(Verdicts(notebooks=(Verdict("project/a.ipynb", "identical"),)), tmp_path / "out")
    assert len(read_history(tmp_path / "out" / "history.json").entries) == 1
    assert "Notebooks of project" in (tmp_path / "out" / "index.html").read_text()


def test_outside_of_git_there_is_a_page_without_a_trend(folder):
    write_site(BOTH, folder)
    assert read_history(folder / "history.json") == SiteHistory()
    assert "<svg" not in (folder / "index.html").read_text()


def test_a_history_alone_is_enough_to_go_on_from(folder, repository):
    write_site(BOTH, folder)
    content = (folder / "history.json").read_bytes()
    fresh = repository / "fresh"
    fresh.mkdir()
    (fresh / "history.json").write_bytes(content)
    committed(repository, "2026-01-02T00:00:00Z")
    write_site(BOTH, fresh)
    assert len(read_history(fresh / "history.json").entries) == 2


def test_credentials_in_an_address_are_on_no_page(folder):
    remote = "https://ada:secret@host/a.ipynb?token=0123456789abcdef0123456789abcdef"
    error = Unreadable(remote, "it is gone")
    write_site(Verdicts(notebooks=(Verdict(remote, "identical"),), errors=(error,)), folder)
    pages = b"".join(tree(folder).values())
    assert b"host/a.ipynb" in pages
    assert b"secret" not in pages
    assert b"0123456789abcdef" not in pages


def test_the_age_of_a_snapshot_is_on_the_page(folder, recorded, monkeypatch):
    monkeypatch.chdir(recorded.parent)
    write_site(Verdicts(notebooks=(Verdict(recorded.name, "identical"),)), folder)
    assert "less than an hour" in (folder / "index.html").read_text()


@pytest.mark.parametrize(
    "path", ["", "..", "/", "a\0b.ipynb", "x" * 5_000, "../../../etc/passwd", "a\nb.ipynb", "é.ipynb"]
)
def test_any_name_of_a_notebook_gives_a_file_in_the_folder(folder, path):
    write_site(Verdicts(notebooks=(Verdict(path, "identical"),)), folder)
    (name,) = reports(folder)
    assert name == report_name(path)
    assert set(folder.parent.iterdir()) == {folder}


def test_names_that_look_alike_have_files_of_their_own():
    names = [report_name(path) for path in ("a/b.ipynb", "a-b.ipynb", "a b.ipynb", "A/b.ipynb")]
    assert len({name.lower() for name in names}) == 4
    assert all(Path(name).name == name and name.isascii() and " " not in name for name in names)
