import pytest

from jupyter_repro.formatting.suggestions import did_you_mean


@pytest.mark.parametrize(
    ("name", "meant"),
    [("verfy", "did you mean verify?"), ("VERIFY", "did you mean verify?"), ("xylophone", ""), ("", "")],
)
def test_a_name_is_answered_with_the_known_one_that_it_is_like(name, meant):
    assert did_you_mean(name, ["verify", "show", "why"]) == meant
