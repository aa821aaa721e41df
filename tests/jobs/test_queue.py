from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.jobs.queue import Queue, predecessors
from jupyter_repro.records.queued_notebook import QueuedNotebook

FILES = st.frozensets(st.sampled_from(["/p/a", "/p/b", "/p/d/c", "/p/d/"]), max_size=2)
JOBS = st.lists(st.builds(QueuedNotebook, st.text(), st.floats(0, 100), FILES, FILES), max_size=8)


def job(name: str, seconds: float = 0, reads: str = "", writes: str = "") -> QueuedNotebook:
    return QueuedNotebook(name, seconds, frozenset(reads.split()), frozenset(writes.split()))


def order(*jobs: QueuedNotebook) -> list[str]:
    """In which they begin where one ends before the next."""
    queue, begun = Queue(jobs), []
    while (index := queue.take()) is not None:
        begun.append(jobs[index].path)
        queue.ended(index)
    return begun


def test_the_longest_begin_first_and_equals_in_the_order_given():
    assert order(job("a"), job("b", 2), job("c", 5), job("d")) == ["c", "b", "a", "d"]


def test_what_reads_a_file_waits_for_what_writes_it():
    assert order(job("writer", writes="/x"), job("reader", 9, reads="/x")) == ["writer", "reader"]


def test_what_writes_a_file_waits_for_what_reads_it_before():
    assert order(job("reader", reads="/x"), job("writer", 9, writes="/x")) == ["reader", "writer"]


def test_two_that_read_a_file_run_together():
    assert predecessors([job("a", reads="/x"), job("b", reads="/x")]) == [set(), set()]


def test_two_that_write_a_file_run_in_the_order_given():
    assert predecessors([job("a", writes="/x"), job("b", writes="/x")]) == [set(), {0}]


def test_what_lists_a_folder_waits_for_what_writes_into_it():
    assert predecessors([job("a", writes="/d/e/x"), job("b", reads="/d/")]) == [set(), {0}]


def test_a_chain_of_three_runs_in_order():
    jobs = job("a", writes="/x"), job("b", 1, reads="/x", writes="/y"), job("c", 2, reads="/y")
    assert order(*jobs) == ["a", "b", "c"]


def test_nothing_is_taken_while_all_that_is_left_waits():
    queue = Queue([job("a", writes="/x"), job("b", reads="/x")])
    assert queue.take() == 0
    assert queue.take() is None
    queue.ended(0)
    assert queue.take() == 1


def conflict(one: QueuedNotebook, other: QueuedNotebook) -> bool:
    """Whether they may not run together."""
    return bool(one.writes & (other.reads | other.writes) or other.writes & one.reads)


@given(JOBS, st.randoms())
def test_all_run_once_and_none_beside_one_that_it_conflicts_with(jobs, chance):
    queue, running, begun = Queue(jobs), set(), []
    while len(begun) < len(jobs) or running:
        while (index := queue.take()) is not None:
            assert not any(conflict(jobs[index], jobs[other]) for other in running)
            assert all(other in begun for other in range(index) if conflict(jobs[index], jobs[other]))
            running.add(index)
            begun.append(index)
        ended = chance.choice(sorted(running))
        running.remove(ended)
        queue.ended(ended)
    assert sorted(begun) == list(range(len(jobs)))
