import pytest
from conftest import written

from jupyter_repro.differences.tracked_sides import state_of_run
from jupyter_repro.errors import ReproError


def test_where_no_tracker_is_set_the_option_that_names_one_is_told(tmp_path):
    path = written(tmp_path / "a.ipynb", "1")
    with pytest.raises(ReproError, match="no tracker is configured") as error:
        state_of_run(path, "0123")
    assert error.value.remedy.startswith("say which with: --track ADDRESS; or name one in the notebook")
