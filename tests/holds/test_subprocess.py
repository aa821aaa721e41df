"""What other programs answered, held."""

from __future__ import annotations

import pytest
from held_runs import alike, outputs_of, run, shown

ANSWERS = {
    "run": "import subprocess\nsubprocess.run(['date', '+%N'], capture_output=True, text=True)",
    "check_output": "import subprocess\nsubprocess.check_output('date +%N', shell=True)",
    "getoutput": "import subprocess\nsubprocess.getoutput('date +%N')",
    "communicate": "import subprocess\nprocess = subprocess.Popen('date +%N; date +%N >&2', shell=True, stdout=-1, "
    "stderr=-1)\nprocess.communicate(), process.returncode",
    "status": "import subprocess\nprocess = subprocess.Popen('exit $(date +%N | cut -c 7-8 | sed s/^0//)', "
    "shell=True)\n"
    "process.wait(), process.poll()",
    "popen": "import os\nwith os.popen('date +%N') as pipe: print(pipe.read())\nlist(os.popen('date +%N; exit 2'))",
    "system": "import os\nos.system('date +%N; exit 3')",
    "shown": "import subprocess\nsubprocess.run(['date', '+%N'])\nsubprocess.call('date +%N >&2', shell=True)",
    "!": "!date +%N\n!date +%N; exit 3\nprint(_exit_code)",
    "= !": "answer = !date +%N\nprint(answer, answer.n)",
    "%%bash": "%%bash\ndate +%N\ndate +%N >&2",
    "%%script": "%%script python3\nimport time\nprint(time.time_ns())",
    "loop": "import subprocess\n[subprocess.getoutput('date +%N') for _ in range(3)]",
    "threads": "import subprocess\nfrom concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor(4) as pool:\n"
    "    print(list(pool.map(lambda n: subprocess.getoutput(f'date +%N; exit {n}'), range(4))))",
    "pandas": "import pandas, subprocess\npandas.Series([subprocess.getoutput('date +%N')])",
}


def test_answers_are_the_first_runs(tmp_path):
    held = {"holds": ("subprocess",), "held_answers": tmp_path / "answers"}
    first = alike(tmp_path, *ANSWERS.values(), **held)
    free = outputs_of(tmp_path, *ANSWERS.values())
    assert [name for name, one, other in zip(ANSWERS, first, free, strict=True) if one == other] == []


WORKING = {
    "a program changes files": ("import subprocess\nsubprocess.run('echo x >> made', shell=True)", ""),
    "!": ("!echo x >> made", ""),
    "a pipe is read while it runs": (
        "import subprocess\nprocess = subprocess.Popen(['cat'], stdin=-1, stdout=-1, text=True)\n"
        "process.stdin.write('x\\n'); process.stdin.flush()\nprint(process.stdout.readline())\n"
        "process.stdin.close(); process.wait()\n!echo x >> made",
        "x\n\n",
    ),
    "asyncio": (
        "import asyncio\nprocess = await asyncio.create_subprocess_exec('echo', 'x', stdout=-1)\n"
        "print((await process.communicate())[0])\n!echo x >> made",
        "b'x\\n'\n",
    ),
    "too long": (
        "import subprocess\n!echo x >> made\ntry: subprocess.run('sleep 20', shell=True, timeout=0.3)\n"
        "except subprocess.TimeoutExpired: print('too long')",
        "too long\n",
    ),
    "%%bash --out": ("%%bash --out answer\necho x | tee -a made", ""),
}


@pytest.mark.parametrize(("source", "said"), WORKING.values(), ids=WORKING)
def test_programs_run_each_time(tmp_path, source, said):
    held = {"holds": ("subprocess",), "held_answers": tmp_path / "answers"}
    for _ in range(2):
        execution = run(tmp_path, source, **held)
        assert [failure.what for failure in execution.failures] == []
        assert said in shown(execution.notebook.cells[0])
    assert (tmp_path / "made").read_text() == "x\nx\n"


@pytest.mark.parametrize(
    "source", ["%%bash\nexit 3", "import subprocess\nsubprocess.run('exit 3', shell=True, check=True)"]
)
def test_a_program_that_fails_fails(tmp_path, source):
    for _ in range(2):
        execution = run(tmp_path, source, holds=("subprocess",), held_answers=tmp_path / "answers")
        (failure,) = execution.failures
        assert "returned non-zero exit status 3" in failure.what
        assert "jupyter_repro" not in "".join(execution.notebook.cells[0].outputs[-1].traceback)


def test_without_a_folder_nothing_is_held(tmp_path):
    execution = run(tmp_path, "1", holds=("subprocess", "network"))
    assert execution.not_held == dict.fromkeys(
        ("subprocess", "network"), "no folder for the answers was given"
    )


def test_uses_are_seen_where_they_are(tmp_path):
    source = "import subprocess\nsubprocess.run('true')\n!true"
    notes = run(tmp_path, source, holds=("subprocess",), held_answers=tmp_path / "answers").notes
    assert [use.line for use in notes.uses if use.kind == "subprocess"] == [2, 3]
