"""The terms of RO-Crate without a network: the validator gets those that `rocrate` brings along."""

from __future__ import annotations

import json
from contextlib import contextmanager
from importlib.resources import files
from unittest.mock import patch

import requests
from rdflib.plugins.shared.jsonld import context
from rocrate_validator import services
from rocrate_validator.models import Severity
from rocrate_validator.utils.http import HttpRequester

TERMS = json.loads((files("rocrate") / "data" / "ro-crate.jsonld").read_text())
# of version 1.1, by whose terms the crate is written
TERMS["@context"]["ComputationalWorkflow"] = "https://bioschemas.org/ComputationalWorkflow"


class _Terms:
    def get(self, url, *_arguments, **_options):
        answer = requests.Response()
        answer.status_code, answer.url, answer._content = 200, url, json.dumps(TERMS).encode()
        answer.headers["Content-Type"] = "application/ld+json"
        return answer


@contextmanager
def _at_hand():
    with (
        patch.object(context, "source_to_json", lambda *_arguments, **_options: (TERMS, None)),
        patch.object(HttpRequester, "__new__", lambda *_arguments, **_options: _Terms()),
    ):
        yield


def faults(folder):
    """What the validator finds wrong with the crate in `folder`, by the profile Workflow Run Crate."""
    settings = {
        "rocrate_uri": str(folder),
        "profile_identifier": "workflow-run-crate-0.5",
        "requirement_severity": Severity.REQUIRED,
        "offline": True,
    }
    with _at_hand():
        found = services.validate(settings)
    return [] if found.passed() else [issue.message for issue in found.get_issues()] or ["failed"]
