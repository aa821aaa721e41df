"""Bundles have locks: the variable that spares other tests one would be stronger than the projects' settings."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def as_the_settings_say():
    """Locks are written as each project asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("JUPYTER_REPRO_LOCK")
        yield
