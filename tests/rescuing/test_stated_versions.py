import pytest
from conftest import notebook_of
from nbformat.v4 import new_output

from jupyter_repro.rescuing.stated_versions import stated_versions


def stated(source, text):
    notebook = notebook_of("import pandas as pd, numpy\nimport numpy as np", source)
    notebook.cells[1].outputs = [new_output("stream", name="stdout", text=text)]
    return stated_versions(notebook)


@pytest.mark.parametrize(
    ("source", "text", "versions"),
    [
        ("print(pd.__version__)", "0.25.1\n", {}),
        ("print(sklearn.__version__)", "0.22.1\n", {"scikit-learn": "0.22.1"}),
        ("print(np.__version__, scipy.__version__)", "1.17.2 1.3.1\n", {"numpy": "1.17.2", "scipy": "1.3.1"}),
        ("print('numpy', np.__version__)\nprint(x.__version__)", "numpy 1.17.2\nno\n", {"numpy": "1.17.2"}),
        ("!pip install x", "Successfully installed py-x-1.2 y_z-3.0.1\n", {"py-x": "1.2", "y-z": "3.0.1"}),
        (
            "!pip install x",
            "Requirement already satisfied: pandas>=0.2 in /usr/lib (from x) (0.25.1)\n",
            {"pandas": "0.25.1"},
        ),
        ("print(sys.version)", "3.7.1\n", {}),
        ("print(1.5)", "1.5.1\n", {}),
    ],
)
def test_what_the_outputs_state_is_believed(source, text, versions):
    assert {"pandas": "0.25.1", **stated(source, text)} == {"pandas": "0.25.1", **versions}
