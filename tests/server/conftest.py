"""A real Jupyter Server with the extension, in its own root folder."""

from __future__ import annotations

import pytest

# by name here, and not as a plug-in of all tests: it runs coroutines its own way
from pytest_jupyter.jupyter_core import *  # noqa: F403
from pytest_jupyter.jupyter_server import *  # noqa: F403


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_repro": True}, "allow_unauthenticated_access": False}
    }
