"""The first words with a kernel that has just started: sent until its reply and its broadcasts are both heard."""

from __future__ import annotations

from queue import Empty
from time import monotonic
from typing import Any

import zmq
from jupyter_client.utils import ensure_async
from nbclient.exceptions import DeadKernelError

PATIENCE = 1.0
"""Seconds after which a starting kernel that has not answered is asked again."""

RECONNECT = 2
"""Milliseconds between two attempts to reach a kernel whose sockets are not there yet; ZeroMQ's own are 100."""

FIRST_PATIENCE = 0.01
"""Seconds after its reply in which its broadcast is heard if we are subscribed by then; doubled each time."""


def reach_soon(client: Any) -> None:
    """Have a client's sockets, which are not connected yet, try again at once where the kernel's are not there."""
    client.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT)


async def first_answer(client: Any) -> dict[str, Any]:
    """What the kernel says of itself, asked again until it is heard on both channels.

    Raises DeadKernelError where it has ended.
    """
    patience = FIRST_PATIENCE
    while True:
        sent = client.kernel_info()
        reply = await _received(client.shell_channel, sent, "", PATIENCE)
        if reply and await _received(client.iopub_channel, sent, "idle", patience):
            return dict(reply["content"])
        patience = min(2 * patience, PATIENCE)
        if not await ensure_async(client.is_alive()):
            raise DeadKernelError("Kernel died")


async def _received(channel: Any, sent: str, state: str, patience: float) -> dict[str, Any] | None:
    """The message that answers `sent`, with that execution state; None when it does not come in time."""
    deadline = monotonic() + patience
    while (left := deadline - monotonic()) > 0:
        try:
            message: dict[str, Any] = await ensure_async(channel.get_msg(timeout=left))
        except Empty:
            return None
        answers = message["parent_header"].get("msg_id") == sent
        if answers and (not state or message["content"].get("execution_state") == state):
            return message
    return None
