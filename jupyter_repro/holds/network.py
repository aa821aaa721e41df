"""What the network answered: the first run keeps it by `vcrpy`, later ones get it without asking anybody.

Held are the clients that vcrpy knows, such as urllib, requests, httpx and aiohttp; not what C code asks for itself, nor
all of what several threads ask for at the same time: vcrpy takes its clients' place away while it asks.
A server that the notebook started itself is asked each time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from jupyter_repro.data_sources.received_content import is_served_here, is_this_machine
from jupyter_repro.holds.scene import Scene
from jupyter_repro.patching import after

_SECRETS = ("authorization", "proxy-authorization", "cookie", "x-api-key")
"""Headers of a request that are not kept."""
_COOKIES = "set-cookie"
_SECRET_VALUES = ("access_token", "api_key", "apikey", "password", "token")
"""Values in an address that are not kept."""


def hold(scene: Scene) -> Callable[[], None]:
    """Hold it by the folder of answers."""
    from vcr import VCR

    file = scene.answers_folder("network") / "answers.yaml"

    kept: Any = None

    def asked_by_cell(request: Any) -> Any:
        if kept is None:  # they are read from the file
            return request
        # no connection is made for an answer that is held: it counts as one all the same
        sys.audit("socket.connect", None, (request.host, request.port))
        own = is_this_machine(request.host) and is_served_here(request.port)
        return request if scene.cell.runs and not own else None

    recording = VCR(
        record_mode="new_episodes",
        filter_headers=_SECRETS,
        filter_query_parameters=_SECRET_VALUES,
        before_record_request=asked_by_cell,
        before_record_response=_without_cookies,
    ).use_cassette(str(file))
    kept = recording.__enter__()
    scene.cell.at_end(kept._save)
    return after(lambda: recording.__exit__(None, None, None))


def _without_cookies(response: dict[str, Any]) -> dict[str, Any]:
    headers = {name: value for name, value in response.get("headers", {}).items() if name.lower() != _COOKIES}
    return {**response, "headers": headers}
