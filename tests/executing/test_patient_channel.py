"""Waiting for the kernel's messages."""

from __future__ import annotations

import asyncio
from queue import Empty
from time import monotonic

import pytest

from jupyter_repro.executing.patient_channel import looking_again


def channel(*answers):
    """A channel's `get_msg` that gives these in turn, each after its wait; None for silence."""
    left = list(answers)

    async def get_msg(timeout):
        answer = left.pop(0) if left else None
        if answer is None:
            await asyncio.sleep(timeout)
            raise Empty
        return answer

    return get_msg


def test_a_message_whose_announcement_was_lost_is_found():
    assert asyncio.run(looking_again(channel(None, {"it": "came"}))()) == {"it": "came"}


def test_a_silent_channel_is_given_up_after_the_time_asked_for():
    began = monotonic()
    with pytest.raises(Empty):
        asyncio.run(looking_again(channel())(timeout=0.7))
    assert 0.6 < monotonic() - began < 5
