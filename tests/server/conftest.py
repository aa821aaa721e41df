"""A real Jupyter Server with the extension, in its own root folder."""

from __future__ import annotations

import pytest

pytest_plugins = ("pytest_jupyter.jupyter_server",)


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {"jpserver_extensions": {"jupyter_repro": True}, "allow_unauthenticated_access": False}
    }
