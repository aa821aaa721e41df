import pytest

from jupyter_repro.data_sources.named_sources import named_source
from jupyter_repro.errors import ReproError
from jupyter_repro.formatting.suggestions import did_you_mean
from jupyter_repro.trackers.destinations import destination_of
from jupyter_repro.verifying.batch import executor_at


@pytest.mark.parametrize(
    ("name", "meant"),
    [("verfy", "did you mean verify?"), ("VERIFY", "did you mean verify?"), ("xylophone", ""), ("", "")],
)
def test_a_name_is_answered_with_the_known_one_that_it_is_like(name, meant):
    assert did_you_mean(name, ["verify", "show", "why"]) == meant


def test_what_is_asked_of_an_extension_that_is_none_is_answered_with_the_one_that_may_be_meant(tmp_path):
    with pytest.raises(ReproError) as tracker:
        destination_of("mlfow:x", tmp_path / "a.ipynb")
    with pytest.raises(ReproError) as executor:
        executor_at("dsk")
    with pytest.raises(ReproError) as source:
        named_source("detla:table", tmp_path)
    remedies = [error.value.remedy for error in (tracker, executor, source)]
    assert [each.partition("?")[0] for each in remedies] == [
        "did you mean mlflow",
        "did you mean dask",
        "did you mean delta",
    ]
