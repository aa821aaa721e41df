"""Letting a kernel end that was asked to, without the wait that ipykernel may fall into."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

_REQUEST = "shutdown_request"

Handler = Callable[..., Awaitable[None]]


def end_promptly(kernel: Any) -> None:
    """Have the kernel finish with the message that asks it to end before it ends.

    ipykernel's control thread flushes the streams after it has asked the main thread to leave. Where the main thread
    is faster, the thread that flushes is gone by then, and the process stands still until somebody terminates it.
    """
    handlers = getattr(kernel, "control_handlers", {})
    if handler := handlers.get(_REQUEST):
        handlers[_REQUEST] = _afterwards(handler)


def _afterwards(handler: Handler) -> Handler:
    """`handler`, called when all that belongs to the message is done."""

    @wraps(handler)
    async def answered(stream: Any, *message: Any) -> None:
        loop = getattr(stream, "io_loop", None)
        if loop is None:  # another version of ipykernel
            await handler(stream, *message)
        else:
            loop.add_callback(handler, stream, *message)

    return answered
