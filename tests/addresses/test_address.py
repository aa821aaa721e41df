from __future__ import annotations

import pytest

from jupyter_repro.addresses.address import is_remote, parse_address
from jupyter_repro.addresses.data_addresses import public_address


@pytest.mark.parametrize(
    "text", ["simplecache::s3://b/k", "zip://a.csv::https://host/x.zip", "codecommit::https://x"]
)
def test_links_between_two_colons_make_a_chain(text):
    assert parse_address(text).is_chain


@pytest.mark.parametrize("text", ["http://[::1]:5000/x", "s3://b/k", "data/a.csv", "C:/data/a.csv"])
def test_an_address_of_ipv6_and_a_path_are_no_chain(text):
    assert not parse_address(text).is_chain


def test_no_link_of_a_chain_shows_its_secret():
    assert public_address("simplecache::s3://KEY:SECRET@bucket/x") == "simplecache::s3://bucket/x"


@pytest.mark.parametrize(("path", "remote"), [("s3://b/k", True), ("file:///t", False), ("a.ipynb", False)])
def test_a_file_is_not_remote_however_it_is_written(path, remote):
    assert is_remote(path) is remote


def test_a_url_may_stand_behind_another_scheme():
    assert parse_address("mlflow:http://host/#/experiments/1").holds_url
