"""Listening to what the kernel sends to its front ends, without a change to it.

The kernel's session is the one place that streams, displays, results and errors of every thread pass. Hooks of
the display publisher are per thread and miss errors, therefore its `send` is wrapped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_repro.extensions.data import Undo
from jupyter_repro.patching import replaced

HEARD = frozenset(
    {
        "stream", "display_data", "execute_result", "update_display_data", "clear_output", "error",
        "comm_open", "comm_msg",
    }
)  # fmt: skip

Hear = Callable[[str, str, dict[str, Any]], None]
"""Called with the message's kind, the id of the request it answers, and its content."""


def listen(session: Any, hear: Hear) -> Undo:
    """Pass what `session` publishes to `hear`."""
    send = session.send

    def heard(
        stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, *rest: Any, **named: Any
    ) -> Any:
        sent = send(stream, msg_or_type, content, parent, *rest, **named)
        if isinstance(msg_or_type, dict):
            kind, content, parent = (
                msg_or_type["msg_type"],
                msg_or_type["content"],
                msg_or_type["parent_header"],
            )
        else:
            kind, parent = msg_or_type, (parent or {}).get("header", parent)
        if kind in HEARD:
            hear(kind, (parent or {}).get("msg_id", ""), content)
        return sent

    return replaced(session, "send", heard)
