"""What is kept, and where data can be fetched from, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jupyter_repro.formatting.sizes import counted, human_size
from jupyter_repro.kept_data.collecting import Collected
from jupyter_repro.kept_data.inventory import Usage
from jupyter_repro.kept_data.places import kept_folder
from jupyter_repro.kept_data.whereabouts import HERE, Whereabouts

if TYPE_CHECKING:
    from jupyter_repro.kept_data.transfer import Copied


def usage_words(usage: Usage, unreferred: int) -> Iterator[str]:
    """How much is kept; `unreferred` bytes of it nobody refers to."""
    files = "1 version of a file" if usage.files == 1 else f"{usage.files} versions of files"
    yield f"{kept_folder()} holds {files}, {human_size(usage.size)} ({human_size(usage.copies)} as full copies)"
    if unreferred:
        yield f"  nobody refers to {human_size(unreferred)} of it; remove it with: jupyter repro data gc"
    if usage.damaged:
        yield f"  {counted(usage.damaged, 'object')} did not match the digest, and lie in {kept_folder() / 'damaged'}"


def whereabouts_words(found: Sequence[Whereabouts]) -> Iterator[str]:
    """A line for each input."""
    for each in found:
        yield f"  {each.name} ({human_size(each.size)}): {_places(each)}"


def _places(found: Whereabouts) -> str:
    if found.why:
        return found.why
    if found.lost and not found.places:
        return "nowhere any more"
    places = f"only {HERE}" if found.places == (HERE,) else ", ".join(found.places)
    return f"{places}; {counted(found.lost, 'file')} nowhere any more" if found.lost else places


def collected_words(found: Collected, *, dry_run: bool) -> Iterator[str]:
    """What was removed, or would be."""
    stays = f"{human_size(found.left)} {'would stay' if dry_run else 'stay'}"
    if found.objects:
        done = "would be removed" if dry_run else "removed"
        yield f"{counted(found.objects, 'object')} {done}, {human_size(found.size)}; {stays}"
    else:
        yield f"nothing to remove; {stays}"
    for each in found.unreachable:
        yield f"  what {each} referred to stays: it cannot be looked at"


def copied_words(notebook: str, copied: Copied, done: str, address: str) -> Iterator[str]:
    """What was copied for a notebook; `done` is the word for it."""
    objects = f"{counted(copied.objects, 'object')} {done}, {human_size(copied.size)}"
    yield f"{notebook}: {counted(copied.files, 'file')} here and in {address} ({objects})"


def unkept_words(found: Sequence[Whereabouts]) -> Iterator[str]:
    """What is only where it was read, or nowhere."""
    for each in found:
        if (each.lost and not each.why) or each.places == (HERE,):
            yield f"  not kept, and so not sent: {each.name} ({human_size(each.size)})"
