from __future__ import annotations

import pytest

from jupyter_repro.tracking.ci_jobs import job_address

GITHUB = {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "a/b", "GITHUB_RUN_ID": "7"}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, ""),
        ({"GITHUB_REPOSITORY": "a/b"}, ""),
        (GITHUB, "https://git.example/a/b/actions/runs/7"),
        ({"CI_JOB_URL": "https://ada:hunter22@git.example/a/b/-/jobs/7"}, "https://git.example/a/b/-/jobs/7"),
        ({"BUILD_URL": "https://jenkins.example/job/a/7/"}, "https://jenkins.example/job/a/7/"),
        (
            {
                "SYSTEM_COLLECTIONURI": "https://az.example/o/",
                "SYSTEM_TEAMPROJECT": "p",
                "BUILD_BUILDID": "9",
            },
            "https://az.example/o/p/_build/results?buildId=9",
        ),
    ],
)
def test_the_address_of_the_job_is_what_its_service_says_without_credentials(environ, address):
    assert job_address(environ) == address
