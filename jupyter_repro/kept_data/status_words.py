"""What is kept, and where data can be had from, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_repro.kept_data.collecting import Collected
from jupyter_repro.kept_data.inventory import Usage
from jupyter_repro.kept_data.places import kept_folder
from jupyter_repro.kept_data.whereabouts import HERE, Whereabouts
from jupyter_repro.sizes import counted, human_size


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
        places = "nowhere any more"
        if each.places:
            places = f"only {HERE}" if each.places == (HERE,) else ", ".join(each.places)
        yield f"  {each.name} ({human_size(each.size)}): {places}"


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
