"""Digests of libraries' values. A library that is not installed is not tested."""

from __future__ import annotations

import subprocess
import sys
import warnings
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_repro.value_digests.form import Undigested
from jupyter_repro.value_digests.walk import Walk
from jupyter_repro.value_digests.words import words

np = pytest.importorskip("numpy")


def digest(value):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Walk().digest(value)


dtypes = st.sampled_from(
    ["i1", "u2", "i4", "i8", "f2", "f4", "f8", "c16", "?", "S3", "U3", "M8[s]", "m8[ns]", ">i4", "g"]
)


@st.composite
def arrays(draw):
    shape = draw(st.lists(st.integers(0, 4), max_size=3))
    numbers = np.random.default_rng(draw(st.integers(0, 9))).integers(0, 100, size=shape)
    return numbers.astype(draw(dtypes))


@given(arrays())
def test_the_order_in_memory_does_not_count(array):
    assert digest(array.copy(order="F")) == digest(array.copy())
    twice = np.repeat(array.reshape(-1), 2)[::2].reshape(array.shape)
    assert digest(twice) == digest(array)


@given(arrays().filter(lambda array: array.size), st.data())
def test_one_changed_item_changes_the_digest(array, data):
    other = array.copy()
    place = data.draw(st.integers(0, array.size - 1))
    other.reshape(-1)[place] = np.asarray(data.draw(st.integers(0, 99))).astype(array.dtype)
    assert (digest(other) == digest(array)) == bool((other == array).all())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros(4), np.zeros(4, "f4")),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(1), np.float64(0)),
        (np.array([np.nan, 1]), np.array([np.nan, 2])),
        (np.array([1, "a", None], object), np.array([1, "b", None], object)),
        (np.array([(1, 2.0)], [("a", "i1"), ("b", "f8")]), np.array([(1, 3.0)], [("a", "i1"), ("b", "f8")])),
        (np.ma.array([1, 2], mask=[0, 1]), np.ma.array([1, 2], mask=[0, 0])),
        (np.random.default_rng(1), np.random.default_rng(2)),
        (np.random.RandomState(1), np.random.RandomState(2)),
        (np.random.SeedSequence(1), np.random.SeedSequence(2)),
        (np.dtype("i4"), np.dtype("i8")),
        (np.sin, np.cos),
        (np.zeros((0, 3)), np.zeros((0, 4))),
        (np.array(["a", "bb"]), np.array(["a", "bc"])),
    ],
    ids=lambda value: type(value).__name__,
)
def test_different_values_have_different_digests(one, other):
    assert digest(one) == digest(one)
    assert digest(one) != digest(other)


def test_what_lies_under_a_mask_and_between_fields_does_not_count():
    assert digest(np.ma.array([1, 2], mask=[0, 1])) == digest(np.ma.array([1, 9], mask=[0, 1]))
    aligned = np.dtype([("a", "i1"), ("b", "f8")], align=True)
    one, other = np.zeros(2, aligned), np.zeros(2, aligned)
    other.view(np.uint8)[1] = 7
    assert digest(one) == digest(other)


def test_generators_are_not_drawn_from():
    generator = np.random.default_rng(3)
    before = generator.bit_generator.state
    digest([generator, np.random.mtrand._rand])
    assert generator.bit_generator.state == before


def test_the_global_generator_that_estimators_hold_on_to_is_not_their_state():
    before = digest([np.random.mtrand._rand])
    state = np.random.get_state()
    np.random.random()
    assert digest([np.random.mtrand._rand]) == before
    np.random.set_state(state)


def test_pandas_tables_count_by_what_they_say():
    pd = pytest.importorskip("pandas")
    table = pd.DataFrame(
        {
            "s": ["a", "b", None, "a"],
            "o": [1, "a", None, 2.5],
            "c": pd.Categorical(["u", "v", "u", None]),
            "d": pd.date_range("2020", periods=4, tz="UTC"),
            "i": pd.array([1, None, 3, 4], "Int64"),
            "p": pd.period_range("2020", periods=4, freq="D"),
            "v": pd.interval_range(0, 4),
        }
    )
    assert digest(table) == digest(table.copy()) == digest(table.iloc[:4])
    assert words(table) == "DataFrame (4, 7)"
    others = [
        table.rename(columns={"s": "t"}),
        table.set_index("s"),
        table.rename_axis("k"),
        table.iloc[::-1],
        table.astype({"o": str}),
        table.assign(c=table.c.cat.add_categories("w")),
        table.assign(i=pd.array([1, None, 3, 5], "Int64")),
        table.assign(d=table.d.dt.tz_convert("Asia/Tokyo")),
        table[["o", "s", "c", "d", "i", "p", "v"]],
        *(table.drop(columns=name) for name in table),
    ]
    assert len({digest(each) for each in [table, *others]}) == 1 + len(others)
    assert digest(table.s) != digest(table.s.rename("t"))
    assert digest(table.index) != digest(pd.Index([0, 1, 2, 3]))


def test_a_style_of_a_table_is_not_digested_but_seen():
    pd = pytest.importorskip("pandas")
    pytest.importorskip("jinja2")
    with pytest.raises(Undigested, match="output shows it"):
        digest(pd.DataFrame({"a": [1]}).style)


def test_a_pandas_index_of_levels_counts_by_its_labels():
    pd = pytest.importorskip("pandas")
    whole = pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", "y"])
    part = pd.MultiIndex.from_tuples([("b", 1), ("b", 2)], names=["x", "y"])
    assert digest(whole[2:]) == digest(part) != digest(part.rename(["x", "z"]))


def test_polars_tables_count_by_what_they_say():
    pl = pytest.importorskip("polars")
    table = pl.DataFrame(
        {"a": [1, None, 3], "s": ["x", None, "yy"], "l": [[1], [], None], "b": [True, None, False]}
    )
    cut = pl.concat([table[:1], table[1:]], rechunk=False)
    assert digest(cut) == digest(table) == digest(table.clone())
    others = [
        table.rename({"a": "z"}),
        table.with_columns(a=pl.lit(3)),
        table.with_columns(pl.col("a").fill_null(0)),
        table.with_columns(pl.col("s").fill_null("")),
        table.with_columns(pl.col("s").cast(pl.Categorical)),
        table.with_columns(pl.col("a").cast(pl.Int32)),
        table.reverse(),
        table[:2],
    ]
    assert len({digest(each) for each in [table, *others]}) == 1 + len(others)


def test_a_lazy_polars_table_counts_by_its_plan_which_is_not_run():
    pl = pytest.importorskip("polars")
    ran = []
    lazy = pl.LazyFrame({"a": [1, 2]})
    assert digest(lazy.filter(pl.col("a") > 1)) != digest(lazy.filter(pl.col("a") > 2))
    with suppress(Undigested):
        digest(lazy.map_batches(lambda table: ran.append(1) or table))
    assert not ran


def test_arrow_tables_count_by_their_values_not_their_chunks():
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"a": [1, None, 3], "s": ["a", None, "ccc"], "n": [[1], [2], None]})
    assert digest(pa.concat_tables([table.slice(0, 1), table.slice(1)])) == digest(table)
    assert digest(table.slice(1)) != digest(table)


def test_scipy_sparse_matrices_count_by_what_they_store():
    sp = pytest.importorskip("scipy.sparse")
    for kind in ("csr", "csc", "coo", "dok", "lil", "dia", "bsr"):
        matrix = sp.random(9, 9, 0.3, kind, random_state=1)
        assert digest(matrix) == digest(matrix.copy()) != digest(matrix * 2)
    matrix = sp.random(9, 9, 0.3, "csr", random_state=1)
    before = digest(matrix)
    assert matrix.has_sorted_indices in {True, False}  # which scipy remembers
    assert digest(matrix) == before


def test_pictures_count_by_their_pixels():
    Image = pytest.importorskip("PIL.Image")
    black, white = Image.new("L", (3, 3), 0), Image.new("L", (3, 3), 255)
    assert digest(black) == digest(black.copy()) != digest(white)


def test_estimators_count_by_parameters_and_what_they_learnt():
    pytest.importorskip("sklearn")
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    draws = np.random.default_rng(0)
    x = draws.random((60, 3))
    y = (x[:, 0] > 0.5).astype(int)
    forest = RandomForestClassifier(3, random_state=0)
    unfitted, fitted = digest(forest), digest(forest.fit(x, y))
    assert unfitted != fitted == digest(RandomForestClassifier(3, random_state=0).fit(x, y))
    assert fitted != digest(RandomForestClassifier(3, random_state=1).fit(x, y))
    for make in (
        lambda: GridSearchCV(Ridge(), {"alpha": [1, 2]}).fit(x, y),
        lambda: make_pipeline(StandardScaler(), Ridge()).fit(x, y),
        lambda: TfidfVectorizer().fit(["a bc de", "de fg"]),
        lambda: GaussianProcessRegressor(optimizer=None).fit(x, y),
    ):
        assert digest(make()) == digest(make())


@pytest.mark.parametrize(
    "source",
    [
        "import lightgbm; model = lightgbm.LGBMClassifier(n_estimators=3, verbose=-1, seed=SEED, subsample=.5, "
        "subsample_freq=1).fit(x, y)",
        "import xgboost; model = xgboost.XGBClassifier(n_estimators=3, seed=SEED, subsample=.5).fit(x, y)",
        "import catboost; model = catboost.CatBoostClassifier(iterations=3, verbose=0, allow_writing_files=False, "
        "random_seed=SEED).fit(x, y)",
    ],
    ids=["lightgbm", "xgboost", "catboost"],
)
def test_boosted_models_have_one_digest_in_every_process(source):
    pytest.importorskip(source.split(";")[0].removeprefix("import "))
    program = f"""
import warnings; warnings.simplefilter("ignore")
import numpy as np
x = np.random.default_rng(0).random((80, 3)); y = (x[:, 0] > 0.5).astype(int)
from jupyter_repro.value_digests.walk import Walk
for SEED in (1, 1, 2):
    {source}
    print(Walk().digest(model))
"""
    reported = [
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert reported[0] == reported[1]
    assert reported[0][0] == reported[0][1] != reported[0][2]


def test_torch_tensors_count_by_type_shape_and_values():
    torch = pytest.importorskip("torch")
    tensor = torch.arange(6.0).reshape(2, 3)
    others = [
        tensor.reshape(3, 2), tensor.double(), tensor.bfloat16(), tensor.half(), tensor.to_sparse(),
        tensor.to_sparse_csr(), tensor + 1, tensor.to(torch.complex64),
        torch.nn.Parameter(tensor), torch.quantize_per_tensor(tensor, 0.1, 0, torch.qint8),
    ]  # fmt: skip
    assert len({digest(each) for each in [tensor, *others]}) == 1 + len(others)
    assert digest(tensor.T.contiguous()) == digest(tensor.T)
    assert digest((tensor.clone().requires_grad_() * 2).detach()) == digest(tensor * 2)
    computed = tensor.clone().requires_grad_() * 2
    assert computed.grad_fn is not None
    digest(computed)
    with pytest.raises(Undigested):
        digest(torch.empty(2, device="meta"))


def test_torch_modules_count_by_state_order_and_mode():
    torch = pytest.importorskip("torch")

    def net(rate=0.1):
        torch.manual_seed(0)
        return torch.nn.Sequential(
            torch.nn.Linear(3, 3), torch.nn.Dropout(rate), torch.nn.LSTM(3, 3), torch.nn.BatchNorm1d(3)
        )

    model, before = net(), torch.get_rng_state()
    assert digest(model) == digest(net())
    assert torch.equal(torch.get_rng_state(), before)
    assert digest(model) != digest(net(0.2))
    trained = digest(model)
    assert digest(model.eval()) != trained
    with torch.no_grad():
        model[0].weight[0, 0] += 1
    assert digest(model) != digest(net().eval())
    assert digest(torch.optim.Adam(net().parameters())) == digest(torch.optim.Adam(net().parameters()))


def test_jax_tensorflow_and_keras_values_count_by_their_values():
    jnp = pytest.importorskip("jax.numpy")
    tf = pytest.importorskip("tensorflow")
    assert digest(jnp.arange(3)) == digest(jnp.arange(3)) != digest(jnp.arange(3.0))
    assert digest(tf.constant([1, 2])) == digest(tf.constant([1, 2])) != digest(tf.constant([1, 3]))
    jax, keras = pytest.importorskip("jax"), pytest.importorskip("keras")
    one, other = jax.jit(lambda x: x + 1), jax.jit(lambda x: x + 2)
    assert digest(one) == digest(jax.jit(lambda x: x + 1)) != digest(other)
    assert digest(jax.random.key(0)) == digest(jax.random.key(0)) != digest(jax.random.key(1))
    steps = [keras.optimizers.Adam(rate, name="adam") for rate in (0.1, 0.1, 0.2)]
    assert digest(steps[0]) == digest(steps[1]) != digest(steps[2])

    def model(units):
        keras.utils.set_random_seed(1)
        return keras.Sequential([keras.Input((3,), name="i"), keras.layers.Dense(units, name="d")], name="m")

    assert digest(model(2)) == digest(model(2)) != digest(model(3))
    assert digest(tf.Variable([1.0])) == digest(tf.Variable([1.0])) != digest(tf.Variable([2.0]))


def test_figures_are_not_digested_but_seen():
    plt = pytest.importorskip("matplotlib.figure")
    with pytest.raises(Undigested, match="matplotlib"):
        digest([plt.Figure()])
