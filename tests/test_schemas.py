from pathlib import Path

import pytest

from jupyter_repro.schemas.__main__ import ANSWERS, DOCS, FRONT_END, PACKAGE, SCHEMAS, encoded
from jupyter_repro.schemas.typescript import interfaces


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("folder", [PACKAGE, DOCS], ids=["package", "docs"])
def test_the_published_schema_is_that_of_the_code(name: str, folder: Path):
    assert (folder / name).read_text(encoding="utf-8") == encoded(SCHEMAS[name]()), (
        "write it with: make schemas"
    )


def test_the_types_of_the_front_end_are_those_of_the_answers():
    assert FRONT_END.read_text(encoding="utf-8") == interfaces(ANSWERS), "write them with: make schemas"
