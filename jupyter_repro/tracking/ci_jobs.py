"""The job of a CI service that this process runs in, as the service's own variables tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jupyter_repro.addresses.data_addresses import public_address

_ADDRESSES = (
    "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}",
    "{CI_JOB_URL}",  # GitLab
    "{BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/{BITBUCKET_BUILD_NUMBER}",
    "{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}",  # Azure Pipelines
    "{CIRCLE_BUILD_URL}",
    "{BUILDKITE_BUILD_URL}",
    "{TRAVIS_JOB_WEB_URL}",
    "{CODEBUILD_BUILD_URL}",  # AWS
    "{DRONE_BUILD_LINK}",
    "{BUILD_URL}",  # Jenkins
)
_NAME = re.compile(r"\{(\w+)\}")


def job_address(environ: Mapping[str, str]) -> str:
    """Address of the job's page, without credentials; "" where no service says one."""
    for form in _ADDRESSES:
        if all(environ.get(name) for name in _NAME.findall(form)):
            return public_address(_NAME.sub(lambda match: environ[match[1]], form))
    return ""
