from pathlib import Path

import pytest

from jupyter_repro.schemas.__main__ import DOCS, PACKAGE, SCHEMAS, encoded


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("folder", [PACKAGE, DOCS], ids=["package", "docs"])
def test_the_published_schema_is_that_of_the_code(name: str, folder: Path):
    assert (folder / name).read_text(encoding="utf-8") == encoded(SCHEMAS[name]()), (
        "write it with: make schemas"
    )
