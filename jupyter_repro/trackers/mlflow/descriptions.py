"""The description that MLflow shows of a run: what was verified, and how to have it back.

It is written only where the user has written none, and not over what the user has changed in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jupyter_repro.digest import digest_text, digits_of
from jupyter_repro.formatting.shell_words import shell_word
from jupyter_repro.records.tracked_run import NOT_VERIFIED, NOTEBOOK, VERIFIED, VERIFIED_AT, VERIFIED_IN
from jupyter_repro.records.verifications import AS_RECORDED

CONTENT = "mlflow.note.content"
"""MLflow's own tag for it."""
WRITTEN = "repro.description"
"""Tag with the beginning of the digest of what we wrote: what differs from it is the user's."""
_DIGITS = 12


def description_tags(tags: Mapping[str, str], run_id: str, models: Sequence[str] = ()) -> dict[str, str]:
    """The description as tags, of a run that has these; {} where the user has one, and for a run of no snapshot.

    `models` are sentences on the models of the run.
    """
    there = tags.get(CONTENT, "")
    if "repro.recorded" not in tags or "repro.imported_from" in tags:  # there is nothing to restore
        return {}
    if there and _mark(there) != tags.get(WRITTEN):
        return {}
    text = "\n\n".join([*_paragraphs(tags, run_id), *models])
    return {CONTENT: text, WRITTEN: _mark(text)}


def _mark(text: str) -> str:
    return digits_of(digest_text(text), _DIGITS)


def _paragraphs(tags: Mapping[str, str], run_id: str) -> Iterator[str]:
    yield _verdict(tags)
    commit = tags.get("repro.git.commit", "")
    facts = [
        f"Notebook `{tags[NOTEBOOK]}`" if tags.get(NOTEBOOK) else "",
        f"commit `{commit[:_DIGITS]}`" if commit else "",
        f"seed {tags['repro.seed']}" if "repro.seed" in tags else "",
    ]
    yield ", ".join(filter(None, facts))
    yield f"Have it back: `jupyter repro restore {shell_word(run_id)}`; its files are the artifacts in `repro/`"


def _verdict(tags: Mapping[str, str]) -> str:
    status = tags.get(VERIFIED, NOT_VERIFIED)
    if status == NOT_VERIFIED:
        return "**Not verified yet** by jupyter-repro"
    job = tags.get("repro.verified_job", "none")
    said = [
        f"**{status.capitalize()}** when it was run again",
        f"on {tags.get(VERIFIED_AT, '')}" if tags.get(VERIFIED_AT) else "",
        f"on the machine `{tags['repro.verified_on']}`" if tags.get("repro.verified_on") else "",
        f"in [this job]({job})" if job != "none" else "",
    ]
    circumstances = tags.get(VERIFIED_IN, AS_RECORDED)
    what = f"; what ran was not as it was recorded: {circumstances}" if circumstances != AS_RECORDED else ""
    return " ".join(filter(None, said)) + what
