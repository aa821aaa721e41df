"""papermill's notebook client, with the recorder in the kernel.

What it adds: local sockets in place of TCP ports, the cell's id in each request (the recorder needs it, and
nbclient sends none), a start that does not wait longer than the kernel does, and going on after a failed cell.
"""

from __future__ import annotations

import ast
import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
from jupyter_client import AsyncKernelManager
from jupyter_client.utils import ensure_async, run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from jupyter_repro.executing import failures
from jupyter_repro.executing.cell_ending import CellEnding
from jupyter_repro.executing.cell_ids import tell_cell_ids
from jupyter_repro.executing.cell_outputs import error_of, unforeseen
from jupyter_repro.executing.handshake import first_answer, reach_soon
from jupyter_repro.executing.interpreter_spec import InterpreterSpec
from jupyter_repro.executing.kernel_process import end_process, process_options, sockets_folder
from jupyter_repro.executing.kernel_watch import KernelWatch
from jupyter_repro.executing.output_limit import OutputLimit
from jupyter_repro.executing.patient_channel import looking_again
from jupyter_repro.executing.plan import TOO_OLD, Execution, Failure, Interpreter, Plan
from jupyter_repro.executing.process_tree import MARK
from jupyter_repro.executing.tracker_scratch import put_back, scratch_for_trackers
from jupyter_repro.executing.warm_kernels.provisioner import provisioner_of
from jupyter_repro.files.papermill_stores import stores_on_demand
from jupyter_repro.notebooks.notebook_files import PARAMETERS_ID, code_cells
from jupyter_repro.policies.cell_declarations import declared
from jupyter_repro.recording.notes import decode_notes
from jupyter_repro.records.raised import Raised

with stores_on_demand():
    from papermill.clientwrap import PapermillNotebookClient

LONGEST_SOCKET_PATH = 90
"""Bytes; the operating systems' limits are 104 to 108, the port number comes on top."""

POLL = 0.02
"""Seconds between two looks at whether the kernel has ended."""

_BEGIN = (
    "__import__('jupyter_repro.recording.kernel', fromlist=['begin'])"
    ".begin({seed!r}, {options!r}, {watch!r}, {versions!r}, {closely!r})"
)
_HOLD = (
    "__import__('jupyter_repro.holds.holding', fromlist=['hold']).hold({factors!r}, {moment!r}, {answers!r})"
)
_FOUND_LAST = "__import__('sys').path.append({folder!r})"
_NOTES = "__import__('jupyter_repro.recording.kernel', fromlist=['notes']).notes()"


class RecordingClient(PapermillNotebookClient):  # type: ignore[misc]
    """Executes one notebook by a plan and gathers the recorder's notes."""

    def __init__(self, nb_man: Any, plan: Plan, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self.plan = plan
        self.execution = Execution(nb_man.nb, isolated=plan.interpreter is not None)
        self._sockets = sockets_folder(plan.interpreter)
        self._cell_id = ""
        self._unkept = ""
        """Why an output of the cell that runs now could not be kept."""
        self._limit = OutputLimit(plan.most_output)
        self._watch = KernelWatch(plan.limits, str(self._sockets))
        self._ending = CellEnding(self._watch.kill)
        self._view = replace(plan.view, kept=(*plan.view.kept, self._sockets))
        self._index = next((index for index, _ in code_cells(self.nb)), 0)

    def execute(self, **start: Any) -> NotebookNode:
        """Run all cells; failures are kept in `self.execution`, not raised.

        Raises NoSuchKernel for a kernel that does not start, and jupyter_client's for one that is not known.
        """
        began = monotonic()
        interpreter = self.plan.interpreter
        environ = {**(interpreter.environ if interpreter else os.environ), **self.plan.environment}
        environ = {name: value for name, value in environ.items() if name not in self.plan.not_set}
        environ[MARK] = str(self._sockets)
        environ.update(scratch_for_trackers(self.plan, self._sockets))
        try:
            with self._errors.open("wb") as errors:
                super().execute(cwd=str(self.plan.folder), env=environ, **process_options(errors), **start)
        except (DeadKernelError, TimeoutError, RuntimeError) as error:
            if not self.execution.failures and self._watch.exceeded:  # not while a cell ran
                self._failed(failures.dead_kernel(self._index, self._watch.exceeded))
            if not self.execution.failures:
                raise failures.not_started(self.kernel_name, self._last_words() or str(error)) from None
        finally:
            end_process(self.km)
            put_back(self.plan, self._sockets)
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._watch.end()
        self.execution.seconds = monotonic() - began
        self.execution.used = self._watch.used(self.execution.notes)
        return self.nb

    @property
    def _errors(self) -> Path:
        """What the kernel itself, not the notebook, writes to standard error: shown only where the kernel fails."""
        return self._sockets / "stderr"

    def _last_words(self) -> str:
        lines = self._errors.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""

    def create_kernel_manager(self) -> AsyncKernelManager:
        """A kernel manager on local sockets, where the system has them and their path is short enough."""
        manager = super().create_kernel_manager()
        if self.plan.interpreter:
            manager.kernel_spec_manager = InterpreterSpec(self.plan.interpreter, self._view)
        else:
            manager.provisioner = provisioner_of(manager, self._view)
        manager.connection_file = str(self._sockets / "kernel.json")
        if os.name == "posix" and len(str(self._sockets)) < LONGEST_SOCKET_PATH:
            manager.transport, manager.ip = "ipc", str(self._sockets / "k")
        return manager

    async def _async_cleanup_kernel(self) -> None:
        """Ask the idle kernel to end. jupyter_client would interrupt it first, and the kernel would complain."""
        if self.shutdown_kernel == "graceful" and self.km and await ensure_async(self.km.is_alive()):
            await ensure_async(self.km.request_shutdown())
            await ensure_async(self.km.finish_shutdown(pollinterval=POLL))
        await super()._async_cleanup_kernel()

    async def async_start_new_kernel_client(self) -> Any:
        """Connect, wait until the kernel answers on both channels, and start the recorder in it."""
        self.kc = self.km.client()
        reach_soon(self.kc)
        await ensure_async(self.kc.start_channels())
        for channel in (self.kc.shell_channel, self.kc.iopub_channel):
            channel.get_msg = looking_again(channel.get_msg)
        try:
            self._watch.begin(getattr(self.km.provisioner, "pid", None))
            info = await asyncio.wait_for(first_answer(self.kc), self.startup_timeout)
            self.execution.language = info["language_info"]["name"]
            tell_cell_ids(self.kc.session, lambda: self._cell_id)
            if self.execution.language == "python":
                await self._begin_recording(self.plan.interpreter)
        except BaseException:
            await self._async_cleanup_kernel()
            raise
        self.kc.allow_stdin = False
        return self.kc

    # nbclient binds its synchronous twins when the class is made
    start_new_kernel_client = run_sync(async_start_new_kernel_client)
    _cleanup_kernel = run_sync(_async_cleanup_kernel)

    async def _begin_recording(self, interpreter: Interpreter | None) -> None:
        if interpreter and not interpreter.recorder:
            self.execution.trouble = TOO_OLD
            self.execution.not_held = dict.fromkeys(self.plan.holds, TOO_OLD)
            return
        if interpreter:
            # at the end, so that the environment's own packages are found before the recorder's
            await self._evaluated(_FOUND_LAST.format(folder=str(interpreter.recorder)))
        plan, versions = self.plan, msgspec.json.encode(self.plan.versions).decode()
        answer = await self._evaluated(
            _BEGIN.format(
                seed=plan.seed,
                options=plan.pin_options,
                watch=plan.watch,
                versions=versions,
                closely=plan.watch_closely,
            )
        )
        if answer.get("status") != "ok":
            self.execution.trouble = f"{answer.get('ename')}: {answer.get('evalue')}"
        if plan.holds:
            await self._begin_holding(plan)

    async def _begin_holding(self, plan: Plan) -> None:
        answers = str(plan.held_answers.absolute()) if plan.held_answers else ""
        held = _HOLD.format(factors=plan.holds, moment=plan.held_moment, answers=answers)
        answer = await self._evaluated(held)
        if answer.get("status") == "ok":
            self.execution.not_held = msgspec.json.decode(ast.literal_eval(answer["data"]["text/plain"]))
        else:
            why = f"{answer.get('ename')}: {answer.get('evalue')}"
            self.execution.not_held = dict.fromkeys(plan.holds, why)

    async def _evaluated(self, expression: str) -> dict[str, Any]:
        """Value of an expression in the kernel, without a trace in the user's history or namespace."""
        request = self.kc.execute(
            "", silent=True, store_history=False, user_expressions={"value": expression}
        )
        reply = await self.async_wait_for_reply(request)
        expressions = (reply or {}).get("content", {}).get("user_expressions", {})
        return dict(expressions.get("value", {"status": "error", "ename": "kernel", "evalue": "no answer"}))

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Keep an output as it came, also where nbclient would find a representation invalid and end the run."""
        if too_much := self._limit.exceeded(msg["content"]):
            self._end_cell(too_much)
            return None
        bundle = msg["content"].get("data", {})
        odd = unforeseen(bundle)
        if odd:
            sound = {mime: value for mime, value in bundle.items() if mime not in odd}
            msg = {**msg, "content": {**msg["content"], "data": sound}}
        try:
            kept: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        except RecursionError:
            self._unkept = "an output is nested too deeply to be kept in a notebook"
            return None
        if kept is not None and odd:
            kept["data"].update(odd)
        return kept

    def _end_cell(self, why: str) -> None:
        """Interrupt the kernel, once; what it still writes is dropped."""
        if not self._unkept:
            self._unkept = why
            self._ending.begin(self.km)

    def papermill_execute_cells(self) -> None:
        """Run the cells in order, then fetch the recorder's notes while the kernel still lives."""
        places = [index for index, cell in code_cells(self.nb) if cell.get("id") != PARAMETERS_ID]
        for index, cell in enumerate(self.nb.cells):
            if index in places:
                self.plan.progress(places.index(index), len(places))
            if not self._run(cell, index) or self.plan.enough(index, cell):
                if self.plan.notes_of_failed:
                    self.fetch_notes()
                return
        self.plan.progress(len(places), len(places))
        self.fetch_notes()

    def _run(self, cell: NotebookNode, index: int) -> bool:
        """Run one cell; whether to go on after it."""
        if declared(cell).skip:
            return True
        self._cell_id, self._index = cell.get("id", ""), index
        self.nb_man.cell_start(cell, index)
        try:
            self._unkept = ""
            self._limit.begin_cell()
            # without a number of its own, an injected cell leaves Out[n] and In [n] of the others as they were
            self.execute_cell(cell, index, store_history=cell.get("id") != PARAMETERS_ID)
            if error := Raised("", self._unkept) if self._unkept else error_of(cell):
                return self._raised(cell, index, error)
        except CellExecutionError as error:
            # for an exception of a display formatter ipykernel's reply names none
            return self._raised(cell, index, error_of(cell) or Raised(error.ename, error.evalue))
        except CellTimeoutError:
            self._failed(failures.cell_timeout(index, self.plan.timeout or self.timeout))
            self._watch.kill()
            self.shutdown_kernel = "immediate"
            raise DeadKernelError("timed out") from None
        except DeadKernelError:
            dead = failures.dead_kernel(index, self._watch.exceeded, self._last_words())
            self._failed(failures.unkept_output(index, self._unkept, ended=True) if self._unkept else dead)
            raise
        except (KeyboardInterrupt, SystemExit):
            self.shutdown_kernel = "immediate"
            raise
        finally:
            self.nb_man.cell_complete(self.nb.cells[index], cell_index=index)
        return True

    def _raised(self, cell: NotebookNode, index: int, raised: Raised) -> bool:
        """Note an exception that nobody expects; whether to go on after it."""
        self._ending.over()
        if self._unkept:  # an interrupt after it was ours
            return self._failed(failures.unkept_output(index, self._unkept, ended=self.plan.stop_at_error))
        if declared(cell).raises or cell.get("id") in self.plan.expected_errors:
            return True
        return self._failed(failures.unexpected_error(index, raised, ended=self.plan.stop_at_error))

    def _failed(self, failure: Failure) -> bool:
        self.execution.failures.append(failure)
        self.nb_man.cell_exception(self.nb.cells[failure.index], cell_index=failure.index)
        return not failure.ended

    async def async_fetch_notes(self) -> None:
        """Ask the recorder for its notes."""
        if self.execution.language != "python" or self.execution.trouble:
            return
        self._cell_id = ""
        answer = await self._evaluated(_NOTES)
        if answer.get("status") == "ok":
            self.execution.notes = decode_notes(ast.literal_eval(answer["data"]["text/plain"]))
        else:
            self.execution.trouble = f"{answer.get('ename')}: {answer.get('evalue')}"

    fetch_notes = run_sync(async_fetch_notes)
