import pytest

from jupyter_repro.environments.built_environments import tools_of
from jupyter_repro.environments.lock import _with_header, read_lock

PYLOCK = '[[packages]]\nname = "pandas"\nversion = "0.25.1"\n'
REQUIREMENTS = "pandas==0.25.1 ; sys_platform != 'x' \\\n    --hash=sha256:00\n"


@pytest.mark.parametrize(("form", "content"), [("pylock", PYLOCK), ("requirements", REQUIREMENTS)])
@pytest.mark.parametrize("asof", ["", "2019-10-04"])
def test_a_lock_says_its_python_and_its_day(tmp_path, form, content, asof):
    path = tmp_path / "a.lock"
    path.write_text(_with_header(content, "3.7.16", form, asof))
    lock = read_lock(path, form)
    assert (lock.python, lock.asof) == ("3.7.16", asof)


def test_old_packages_are_built_with_tools_of_their_time_but_not_older_than_uv_needs():
    assert tools_of("") == ()
    assert "setuptools=2021-09-01" in tools_of("2018-01-01")
    assert "setuptools=2023-01-01" in tools_of("2023-01-01")
