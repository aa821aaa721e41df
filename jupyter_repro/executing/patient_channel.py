"""Receiving from a kernel's channel without ever waiting for one announcement alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import inf
from queue import Empty
from time import monotonic
from typing import Any

LOOK_AGAIN = 0.5
"""Seconds after which a channel that seems silent is polled again."""

Receive = Callable[..., Awaitable[dict[str, Any]]]


def looking_again(get_msg: Receive) -> Receive:
    """`get_msg` of a channel, except that it never waits for one event alone.

    ZeroMQ announces a message once. When an Output widget lets nbclient send on the socket that it also awaits,
    the send takes the announcement, and the poll would wait for ever beside the message that has come.
    """

    async def received(timeout: float | None = None) -> dict[str, Any]:
        deadline = monotonic() + (inf if timeout is None else timeout)
        while True:
            left = max(deadline - monotonic(), 0)
            try:
                return await get_msg(timeout=min(left, LOOK_AGAIN))
            except Empty:
                if left <= LOOK_AGAIN:
                    raise

    return received
