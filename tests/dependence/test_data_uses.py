"""What a notebook uses its data for, as far as its cells tell."""

from __future__ import annotations

import pytest

from jupyter_repro.dependence.data_uses import data_uses

READ = "import pandas as pd\ntrain = pd.read_csv('data/train.csv')\nother = pd.read_csv('data/new.csv')"
READS = {"data/train.csv": ("a", 2), "data/new.csv": ("a", 3)}


def uses(*cells, reads=READS, read=READ):
    sources = {"a": read, **{f"c{number}": source for number, source in enumerate(cells)}}
    return data_uses(sources, reads)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("model.fit(train[['x']], train.y)", ("training",)),
        (
            "model = Forest().fit(train.drop(columns='y'), train['y'])\nmodel.predict(train)",
            ("training", "inference"),
        ),
        ("dtrain = xgb.DMatrix(train, label=train.y)\nxgb.train({}, dtrain)", ("training",)),
        ("cross_val_score(Forest(), train[['x']], train.y)", ("training", "validation")),
        ("Trainer(model, train_dataset=train)", ("training",)),
        ("for x, y in Loader(train):\n    loss = criterion(net(x), y)\n    loss.backward()", ("training",)),
        ("frames = []\nframes.append(train)\nmodel.fit(pd.concat(frames))", ("training",)),
        ("train.describe()", None),
    ],
)
def test_what_a_model_is_fitted_on_is_training(source, found):
    assert uses(source).get("data/train.csv") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("model.fit(train)\nprint(model.score(other[['x']], other.y))", ("testing",)),
        ("model.fit(train)\naccuracy_score(other.y, model.predict(other[['x']]))", ("testing",)),
        (
            "model.fit(train)\nx_val = other\nmean_squared_error(x_val.y, model.predict(x_val))",
            ("validation",),
        ),
        ("net.fit(train, validation_data=other)", ("validation",)),
        ("trainer.fit(net, train, other)", ("validation",)),
        ("boosted.train(y='y', training_frame=train, validation_frame=other)", ("validation",)),
        ("model.fit(train)\nanswers = model.predict(other)\nanswers.tolist()", ("inference",)),
        (
            "model = joblib.load('m')\ndef scored(rows):\n    return model.predict(rows)\nscored(other)",
            ("inference",),
        ),
    ],
)
def test_data_that_a_model_did_not_see_is_reported_by_what_it_was_for(source, found):
    assert uses(source).get("data/new.csv") == found


def test_one_file_that_is_split_is_for_both():
    split = "X_train, X_test, y_train, y_test = train_test_split(train, train.y)"
    found = uses(split, "model.fit(X_train, y_train)", "model.score(X_test, y_test)")
    assert found == {"data/train.csv": ("training", "testing")}


def test_how_well_a_model_knows_what_it_was_fitted_on_is_no_test():
    split = "X_train, y_train = train[['x']], train.y\nmodel.fit(X_train, y_train)"
    assert uses(split, "model.score(X_train, y_train)") == {"data/train.csv": ("training",)}


def test_data_that_no_text_names_is_known_by_where_it_was_read():
    read = "import glob\npath = glob.glob('*')[0]\nrows = open(path).read()"
    assert uses("model.fit(rows)", read=read, reads={"x.csv": ("a", 3)}) == {"x.csv": ("training",)}


def test_two_files_that_one_statement_reads_are_told_apart():
    read = "a, b = read('train.csv'), read('new.csv')"
    reads = {"train.csv": ("a", 1), "new.csv": ("a", 1)}
    found = uses("model.fit(a)\nmodel.predict(b)", read=read, reads=reads)
    assert found == {"train.csv": ("training",), "new.csv": ("inference",)}


def test_what_a_function_of_the_notebook_reads_and_gives_back_is_followed():
    read = "def load(name):\n    return pd.read_csv(f'data/{name}.csv')"
    found = uses("rows = load('train')\nmodel.fit(rows)", read=read, reads={"data/train.csv": ("a", 2)})
    assert found == {"data/train.csv": ("training",)}


@pytest.mark.parametrize(
    "source", ["%%bash\nls", "f(", "model.fit(nothing)", "def f(x): return f(x)\nf(train)"]
)
def test_what_cannot_be_followed_says_nothing(source):
    assert uses(source) == {}


def test_a_module_that_is_given_data_does_not_carry_it_on():
    cells = ("import numpy as np\nnp.random.shuffle(other)", "model.fit(np.asarray(train))")
    assert uses(*cells) == {"data/train.csv": ("training",)}


def test_a_score_that_is_only_asserted_counts():
    assert uses("model.fit(train)\nassert model.score(other) > 0.9")["data/new.csv"] == ("testing",)


def test_two_statements_of_one_line_are_told_apart():
    read = "a = read('train.csv'); b = read('new.csv')"
    reads = {"train.csv": ("a", 1), "new.csv": ("a", 1)}
    found = uses("model.fit(a)\nmodel.predict(b)", read=read, reads=reads)
    assert found == {"train.csv": ("training",), "new.csv": ("inference",)}
