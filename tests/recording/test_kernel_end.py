import asyncio
from types import SimpleNamespace

from jupyter_repro.recording.kernel_end import end_promptly


def test_a_kernel_ends_only_after_it_has_finished_with_the_message_that_asks_it_to():
    done, later = [], []

    async def shutdown_request(_stream, _ident, parent):
        done.append(parent)

    kernel = SimpleNamespace(control_handlers={"shutdown_request": shutdown_request})
    stream = SimpleNamespace(io_loop=SimpleNamespace(add_callback=lambda *called: later.append(called)))
    end_promptly(kernel)
    asyncio.run(kernel.control_handlers["shutdown_request"](stream, [], "please"))
    assert not done
    ((handler, *message),) = later
    asyncio.run(handler(*message))
    assert done == ["please"]


def test_a_kernel_without_such_messages_is_left_alone():
    end_promptly(None)


def test_where_nothing_can_be_called_later_the_kernel_ends_as_it_always_did():
    done = []

    async def shutdown_request(_stream, _ident, parent):
        done.append(parent)

    kernel = SimpleNamespace(control_handlers={"shutdown_request": shutdown_request})
    end_promptly(kernel)
    asyncio.run(kernel.control_handlers["shutdown_request"](SimpleNamespace(), [], "please"))
    assert done == ["please"]
