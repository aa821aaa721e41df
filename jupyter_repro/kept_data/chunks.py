"""Cutting a large file where its content says so, so that equal stretches of two files become equal chunks.

Not into blocks of one size: a row that is inserted moves all that is behind it. Of a file of 1 GB that nine times gets
1 % more rows somewhere in its middle, chunks take 1.1 times its size, blocks would take 6.5 times. And it costs next to
nothing: pyfastcdc passes over what is up to the smallest size and cuts 17 GB/s on a core that digests 7 GB/s; fastcdc,
which is older, cuts 2 GB/s, and has compiled wheels for one system only.

Source of the method: FastCDC (Xia et al., USENIX ATC 2016; the version of 2020), in the package pyfastcdc.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase

LARGE = 16 * 2**20
"""Bytes from which on a file is cut; smaller ones are kept whole."""
_SMALLEST, _AVERAGE, _LARGEST = 2**20, 2**20, 2**22
"""Bytes of a chunk. Up to the smallest nothing is looked at, which is why cutting costs so little."""
_NARROW = 2
"""Half as many chunks again are much larger than the smallest for each step more."""
BUFFER = 2**24
"""Bytes of a buffer."""


def chunks_of(
    file: RawIOBase, buffers: Iterable[memoryview]
) -> Iterator[tuple[memoryview, list[memoryview]]]:
    """What is read of a file at a time, and the chunks that end in it; all of either make up the file.

    They lie in the buffers, of BUFFER bytes, in turn; two of them are in use at a time.
    """
    cut = _cutter()
    left = memoryview(b"")
    for buffer in buffers:
        buffer[: len(left)] = left
        end = len(left) + _filled(file, buffer[len(left) :])
        is_last = end < len(buffer)
        found = cut(buffer[:end])
        read = buffer[len(left) : end]
        # where the buffer ends is no cut of the content
        left = memoryview(b"") if is_last else found.pop()
        yield read, found
        if is_last:
            return


def _filled(file: RawIOBase, buffer: memoryview) -> int:
    """Bytes that were read: fewer than fit only where the file ends."""
    end = 0
    while end < len(buffer) and (count := file.readinto(buffer[end:])):
        end += count
    return end


def _cutter() -> Callable[[memoryview], list[memoryview]]:
    try:
        from pyfastcdc.cy import FastCDC
    except ImportError:  # not compiled for this machine, and in Python it would take minutes
        return _blocks
    chunker = FastCDC(_AVERAGE, min_size=_SMALLEST, max_size=_LARGEST, normalized_chunking=_NARROW)
    return lambda buffer: [chunk.data for chunk in chunker.cut_buf(buffer)]


def _blocks(buffer: memoryview) -> list[memoryview]:
    """Blocks of one size: what was changed in place or appended is told apart, what was inserted is not."""
    return [buffer[start : start + _AVERAGE] for start in range(0, len(buffer), _AVERAGE)]
