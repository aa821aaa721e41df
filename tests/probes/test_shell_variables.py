"""Variables that commands of the shell name."""

from __future__ import annotations

import pytest

from jupyter_repro.notebooks.cell_source import CellSource
from jupyter_repro.probes.shell_variables import ShellVariablesProbe


def named(source, **namespace):
    return [what.split()[3] for _, what, _ in ShellVariablesProbe().read(CellSource(source, namespace))]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("get_ipython().system('echo $STAGE ${REGION}/x')", ["STAGE", "REGION"]),
        ("get_ipython().getoutput('echo $STAGE')", ["STAGE"]),
        ("get_ipython().run_cell_magic('bash', '', 'N=3\\necho $N $STAGE')", ["STAGE"]),
        ("get_ipython().run_cell_magic('bash', '', 'for f in *; do echo $f; done')", []),
        ("get_ipython().run_cell_magic('perl', '', 'print $x')", []),
        ("get_ipython().system('echo $known')", []),
        ("print('$STAGE')", []),
        ("get_ipython().system('echo $1 $? $$')", []),
    ],
)
def test_names_that_neither_the_command_nor_the_notebook_sets_are_variables(source, names):
    assert named(source, known=1) == names
