"""What the recorder, the pins and the probes cost in a kernel, as ratios to the same kernel without them.

Fresh kernels with and without `%load_ext jupyter_repro` and `%repro pin 42`, alternating; each kernel runs a workload
several times and its fastest counts. A third kernel has an audit hook that does nothing: what Python itself takes from
anybody who wants to know which files are opened. The opens are measured against it, all else against the bare one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from live import Session, session

ROUNDS = 5
REPEATS = 3
CELLS = 300
AGAINST_THE_HOOK = "100,000 opens of 1,000 files"
ENVIRONMENT, REQUESTS = "dict(os.environ), 1,000 times", "200 requests of this machine"
EMPTY_HOOK = "import sys\nsys.addaudithook(lambda event, arguments: None)"

SETUP = """
import os, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import numpy as np
import requests
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
folder = tempfile.mkdtemp(dir='.')
for i in range(1000):
    open(f'{folder}/{i}', 'w').write('x')
class Answer(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '2')
        self.end_headers()
        self.wfile.write(b'{}')
    def log_message(self, *_):
        pass
server = ThreadingHTTPServer(('127.0.0.1', 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
"""
WORKLOADS = {
    "numpy + scikit-learn": """
X, y = make_classification(2000, 20, random_state=0)
for _ in range(3):
    RandomForestClassifier(60, random_state=0).fit(X, y)
a = np.random.rand(600, 600)
for _ in range(40):
    a = a @ a / 600
""",
    AGAINST_THE_HOOK: """
for _ in range(100):
    for i in range(1000):
        with open(f'{folder}/{i}') as f:
            f.read()
""",
    ENVIRONMENT: """
for _ in range(1000):
    dict(os.environ)
""",
    REQUESTS: """
with requests.Session() as asking:
    for _ in range(200):
        asking.get(f'http://127.0.0.1:{server.server_port}')
""",
}
TARGET = 1.03
TARGETS = {ENVIRONMENT: 1.2, REQUESTS: 1.2}
"""Of what reads what a probe watches."""


def timed(kernel: Session, source: str) -> float:
    """Seconds that a cell takes at its fastest."""
    cell = f"began = time.perf_counter()\n{source}\nprint(time.perf_counter() - began)"
    return min(float(kernel.shown(cell)) for _ in range(REPEATS))


def milliseconds_a_cell(kernel: Session) -> float:
    """From the request to the kernel's idle."""
    began = time.perf_counter()
    for number in range(CELLS):
        kernel.run(f"x = {number}")
    return (time.perf_counter() - began) / CELLS * 1000


def measured(*, ours: bool, before: str = "") -> dict[str, float]:
    """One fresh kernel, that may run a cell `before` all else."""
    with tempfile.TemporaryDirectory() as folder, session(Path(folder)) as kernel:
        figures = {}
        kernel.run(before)
        if ours:
            kernel.run("import time")
            load = "began = time.perf_counter()\n%load_ext jupyter_repro\nprint(time.perf_counter() - began)"
            figures["%load_ext, ms"] = float(kernel.shown(load)) * 1000
            kernel.run("%repro pin 42")
        kernel.run(SETUP)
        figures["cell, ms"] = milliseconds_a_cell(kernel)
        return figures | {name: timed(kernel, source) for name, source in WORKLOADS.items()}


def main() -> None:
    """Print the medians and their ratios."""
    runs = [
        (measured(ours=False), measured(ours=True), measured(ours=False, before=EMPTY_HOOK))
        for _ in range(ROUNDS)
    ]

    def median(which: int, name: str) -> float:
        return statistics.median(run[which][name] for run in runs)

    print(f"%load_ext jupyter_repro       {median(1, '%load_ext, ms'):.0f} ms (target at most 60)")
    more = median(1, "cell, ms") - median(0, "cell, ms")
    print(f"a cell                        {more:.2f} ms more (target at most 1.00)")
    for name in WORKLOADS:
        ours, empty = (median(which, name) / median(0, name) for which in (1, 2))
        of_hook = f", {ours / empty:.3f} of that" if name == AGAINST_THE_HOOK else ""
        target = TARGETS.get(name, TARGET)
        print(f"{name:29} {ours:.3f} (target at most {target}); an empty audit hook {empty:.3f}{of_hook}")


if __name__ == "__main__":
    main()
