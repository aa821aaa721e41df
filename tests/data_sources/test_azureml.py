from __future__ import annotations

import importlib.util
import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from jupyter_repro.data_sources import azureml
from jupyter_repro.data_sources.azureml import AzuremlSource
from jupyter_repro.errors import MissingExtra, NoAccess, NoSuchVersion, ReproError
from jupyter_repro.extensions.data import Wish

INSTALLED = importlib.util.find_spec("azure") is not None and importlib.util.find_spec("azure.ai") is not None
WORKSPACE = "subscriptions/1/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("azureml:orders:3", "azureml:orders:3"),
        ("azureml:orders@latest", "azureml:orders"),
        ("azureml:orders", "azureml:orders"),
        (
            f"azureml://{WORKSPACE}/data/orders/versions/3",
            "azureml://subscriptions/1/resourceGroups/g/workspaces/w/data/orders/versions/3",
        ),
        ("azureml://registries/r/data/orders/versions/3", "azureml://registries/r/data/orders/versions/3"),
    ],
)
def test_a_name_is_the_address_and_leads_back_to_itself(tmp_path, address, name):
    assert AzuremlSource().name(address, tmp_path) == name
    assert AzuremlSource().name(name, tmp_path) == name


@pytest.mark.parametrize(
    "address", ["azureml:", "azureml:a:b:c", "azureml://datastores/d/paths/x.csv", "azureml:a b"]
)
def test_what_is_no_data_asset_is_not_understood(tmp_path, address):
    with pytest.raises(ReproError, match="is not understood"):
        AzuremlSource().name(address, tmp_path)


def versions(*days: int):
    """Records as Azure's client gives them."""
    return [
        SimpleNamespace(
            name="orders",
            version=str(number),
            creation_context=SimpleNamespace(created_at=datetime(2026, 1, day, tzinfo=UTC)),
        )
        for number, day in enumerate(days, 1)
    ]


def asof(day: int) -> Wish:
    return Wish(datetime(2026, 1, day, 12, tzinfo=UTC), text=f"2026-01-{day:02}")


def test_as_of_a_moment_it_is_the_newest_version_by_when_it_was_made():
    assert azureml._newest("orders", versions(3, 9, 5), asof(8)).version == "3"
    with pytest.raises(NoSuchVersion, match="no version as of 2026-01-02"):
        azureml._newest("orders", versions(3, 9, 5), asof(2))


def test_a_version_that_the_address_names_must_have_been_there():
    (made,) = versions(5)
    assert azureml._as_of(made, asof(5)) is made
    with pytest.raises(NoSuchVersion, match="is of 2026-01-05T00:00:00Z, after 2026-01-04"):
        azureml._as_of(made, asof(4))


@pytest.mark.skipif(INSTALLED, reason="azure-ai-ml is installed")
def test_without_the_library_it_is_said_what_to_install(tmp_path):
    with pytest.raises(MissingExtra, match=r"jupyter-repro\[azureml-data\]"):
        AzuremlSource().resolve("azureml:orders:3", Wish(), tmp_path)


@pytest.mark.skipif(not INSTALLED, reason="azure-ai-ml is not installed: it is too large for the tests")
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("azureml:orders:3", "not known in which workspace azureml:orders:3 is"),
        (f"azureml://{WORKSPACE}/data/orders/versions/3", "does not know who asks"),
    ],
)
def test_without_a_workspace_or_credentials_one_line_says_so(tmp_path, monkeypatch, capfd, address, says):
    for name in [each for each in os.environ if each.startswith("AZURE")]:
        monkeypatch.delenv(name)
    with pytest.raises(NoAccess, match=says):
        AzuremlSource().resolve(address, Wish(), tmp_path)
    assert capfd.readouterr() == ("", "")
