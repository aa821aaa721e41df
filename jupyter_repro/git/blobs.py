"""What git's blobs hold, many of them in one go."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from jupyter_repro.git.commands import running

if TYPE_CHECKING:
    from git import Repo

_PIECE = 1 << 20


def blobs(repository: Repo, ids: Iterable[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each blob with its content, piece by piece; those that git does not have are left out.

    The pieces of one are to be taken before the next is asked for.
    """
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{each}\n" for each in ids).encode())
        asked.seek(0)
        with running(repository, "cat_file", "--batch", istream=asked) as git:
            printed = git.stdout
            while header := printed.readline():
                name, _, rest = header.decode().strip().partition(" ")
                if rest != "missing":
                    content = _content(printed, int(rest.split(" ")[1]))
                    yield name, content
                    for _ in content:
                        pass
                    printed.read(1)


def _content(printed: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := printed.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece
