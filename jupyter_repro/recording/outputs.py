"""From kernel messages to the outputs that a front end keeps: updates, clears and Output widgets applied.

Source of the rules: "Messaging in Jupyter" (jupyter_client's documentation), section on IOPub messages.
"""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]
Output = dict[str, Any]


class OutputArea:
    """Outputs of one cell while its messages arrive."""

    def __init__(self, displays: dict[str, list[Output]]) -> None:
        self.outputs: list[Output] = []
        self._displays = displays
        self._clear_at_next = False
        self._diverted_by: set[str] = set()

    def receive(self, kind: str, content: Message) -> None:
        """Apply one IOPub message."""
        if kind.startswith("comm_"):
            self._follow_output_widget(content)
        elif kind == "update_display_data":
            self._update(content)
        elif self._diverted_by:
            return
        elif kind == "clear_output":
            self._clear(bool(content.get("wait")))
        else:
            self._append(kind, content)

    def _append(self, kind: str, content: Message) -> None:
        if self._clear_at_next:
            self._clear(wait=False)
        last = self.outputs[-1] if self.outputs else {}
        if kind == "stream" and last.get("name") == content["name"] and "parts" in last:
            last["parts"].append(content["text"])
            return
        output = _output(kind, content)
        self.outputs.append(output)
        if display_id := _display_id(content):
            self._update(content)
            self._displays.setdefault(display_id, []).append(output)

    def _clear(self, wait: bool) -> None:
        self._clear_at_next = wait
        if not wait:
            self.outputs.clear()

    def _update(self, content: Message) -> None:
        for output in self._displays.get(_display_id(content), ()):
            output.update(data=content["data"], metadata=content.get("metadata", {}))

    def _follow_output_widget(self, content: Message) -> None:
        """An Output widget takes the messages of a cell while its `msg_id` is set."""
        state = content.get("data", {}).get("state", {})
        if "msg_id" not in state:
            return
        if state["msg_id"]:
            self._diverted_by.add(content["comm_id"])
        else:
            self._diverted_by.discard(content["comm_id"])

    def notebook_outputs(self) -> list[Output]:
        """The outputs in nbformat's form, stream chunks joined."""
        return [_joined(output) for output in self.outputs]


def _display_id(content: Message) -> str:
    return (content.get("transient") or {}).get("display_id") or ""


def _output(kind: str, content: Message) -> Output:
    if kind == "stream":
        return {"output_type": kind, "name": content["name"], "parts": [content["text"]]}
    if kind == "error":
        return {"output_type": kind, **{key: content[key] for key in ("ename", "evalue", "traceback")}}
    return {"output_type": kind, "data": content["data"], "metadata": content.get("metadata", {})}


def _joined(output: Output) -> Output:
    if "parts" not in output:
        return output
    return {"output_type": "stream", "name": output["name"], "text": "".join(output["parts"])}
