from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.jobs.shard import Shard, share
from jupyter_repro.records.queued_notebook import QueuedNotebook

NOTEBOOKS = st.lists(
    st.builds(QueuedNotebook, st.text(min_size=1), st.floats(0, 1000)),
    max_size=30,
    unique_by=lambda each: each.path,
)


@given(NOTEBOOKS, st.integers(1, 7))
def test_each_notebook_is_in_one_share(notebooks, total):
    shares = [share(notebooks, Shard(number, total)) for number in range(1, total + 1)]
    assert sorted(each.path for part in shares for each in part) == sorted(each.path for each in notebooks)


@given(NOTEBOOKS, st.integers(1, 7), st.randoms())
def test_a_share_does_not_depend_on_the_order_of_the_notebooks(notebooks, total, chance):
    mixed = chance.sample(notebooks, len(notebooks))
    assert {each.path for each in share(mixed, Shard(1, total))} == {
        each.path for each in share(notebooks, Shard(1, total))
    }


def test_shares_take_about_as_long():
    seconds = (60, 30, 20, 10, 5, 5)
    notebooks = [QueuedNotebook(str(index), each) for index, each in enumerate(seconds)]
    loads = [sum(each.seconds for each in share(notebooks, Shard(number, 2))) for number in (1, 2)]
    assert sorted(loads) == [65, 65]


def test_the_order_given_is_kept():
    notebooks = [QueuedNotebook("b", 1), QueuedNotebook("a", 9)]
    assert share(notebooks, Shard(1, 1)) == notebooks
