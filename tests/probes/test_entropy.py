"""What the probe of entropy advises."""

from __future__ import annotations

import pytest
from conftest import notebook_of

from jupyter_repro.notebooks.notebook_files import declared_pin_options
from jupyter_repro.pinning.applied_pins import UUID
from jupyter_repro.probes.entropy import EntropyProbe

OF_UUID = {what.partition("(")[0]: remedy for what, remedy in EntropyProbe.remedies.items()}


def test_the_remedy_for_uuid4_pins_it_where_it_is_pasted_into_a_cell():
    magic = OF_UUID["uuid.uuid4"].rpartition(": ")[2]
    assert declared_pin_options(notebook_of(magic)) == (UUID,)


@pytest.mark.parametrize("name", ["uuid.uuid1", "uuid.uuid4"])
def test_an_id_of_a_name_needs_no_pin(name):
    assert "uuid.uuid5(uuid.NAMESPACE_URL, NAME)" in OF_UUID[name]


def test_what_only_uuid4_can_do_is_not_advised_for_uuid1():
    assert "--pin-uuid" not in OF_UUID["uuid.uuid1"]
