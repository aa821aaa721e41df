"""What a tracker's server answered, or that it did not, in one sentence a person can act on."""

from __future__ import annotations

import re

from jupyter_repro.addresses.secret_words import without_secrets
from jupyter_repro.errors import NoAccess, NoAnswer, ReproError

_LONGEST = 200
_LATE = "does not answer in time"
_ANSWERS = (
    (
        r"<html|<!doctype|invalid character '<'|not (?:in a )?valid JSON|Expecting value",
        "answers with a web page in place of its API",
        "see what answers there, a proxy's log-in perhaps",
    ),
    (
        r"connection refused|failed to establish a new connection|failed to connect|actively refused",
        "cannot be reached: nothing answers there",
        "start it, or look at the address",
    ),
    (
        r"no such host|failed to resolve|name or service not known|nodename nor servname|getaddrinfo failed",
        "cannot be reached: nobody knows its host",
        "look at the address and at the network",
    ),
    (
        r"network is unreachable|no route to host",
        "cannot be reached: there is no way to it",
        "look at the network",
    ),
    (r"certificate|x509|SSL:", "shows a certificate that is not trusted", "name the right one, or mend it"),
    (
        r"\b5\d\d\b|internal server error|bad gateway",
        "answers with an error of its own",
        "look at the server's log",
    ),
    (
        r"timed? ?out|deadline exceeded|in time\b|giving up",
        _LATE,
        "look at the server and at the network, and try again",
    ),
    (r"connection (?:aborted|reset)|\bEOF\b", "broke the connection off", "look at the server's log"),
)
_REFUSED = re.compile(
    r"\b40[13]\b|unauthori[sz]ed|forbidden|permission denied|not logged in|bad key|invalid api key|credentials",
    re.I,
)


def server_error(server: str, message: str, log_in: str) -> ReproError:
    """The error for a person, from what a library said; it holds no credentials.

    `server` begins the sentence; `log_in` is what to do where it refuses.
    """
    for sign, what, remedy in _ANSWERS:
        if re.search(sign, message, re.I):
            return (NoAnswer if what == _LATE else NoAccess)(f"{server} {what}", remedy)
    if _REFUSED.search(message):
        return NoAccess(f"{server} refuses: wrong or missing credentials", log_in)
    return NoAccess(f"{server} does not take it: {first_line(message)}", "see: jupyter repro help trackers")


def first_line(message: str) -> str:
    """The first line of what was reported, without what may be a secret."""
    line = without_secrets(message.strip().partition("\n")[0])
    return (line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…") or "it does not say why"
