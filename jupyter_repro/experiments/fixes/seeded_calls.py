"""Generators, estimators and samples that are made without a seed, given one where they are made."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

from nbformat import NotebookNode

from jupyter_repro.experiments.fixes.editable_source import Edit, EditableSource
from jupyter_repro.experiments.fixes.meanings import Meanings
from jupyter_repro.experiments.fixes.remedy import Facts, edited_where
from jupyter_repro.verdicts import Cause

_GENERATORS = frozenset(
    {
        "random.Random", "random.seed", "numpy.random.default_rng", "numpy.random.RandomState",
        "numpy.random.SeedSequence", "numpy.random.PCG64", "numpy.random.PCG64DXSM", "numpy.random.MT19937",
        "numpy.random.Philox", "numpy.random.SFC64", "numpy.random.seed",
    }
)  # fmt: skip
"""What takes a seed as its first argument, or draws one."""
_ESTIMATORS = frozenset(
    {
        "train_test_split", "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "RepeatedKFold",
        "RepeatedStratifiedKFold", "RandomizedSearchCV", "HalvingRandomSearchCV", "HalvingGridSearchCV",
        "permutation_test_score", "learning_curve", "ParameterSampler",
        "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor",
        "RandomTreesEmbedding", "IsolationForest", "BaggingClassifier", "BaggingRegressor", "AdaBoostClassifier",
        "AdaBoostRegressor", "GradientBoostingClassifier", "GradientBoostingRegressor",
        "HistGradientBoostingClassifier", "HistGradientBoostingRegressor", "StackingClassifier",
        "DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor",
        "LogisticRegression", "LogisticRegressionCV", "SGDClassifier", "SGDRegressor", "SGDOneClassSVM", "Perceptron",
        "PassiveAggressiveClassifier", "PassiveAggressiveRegressor", "Ridge", "RidgeClassifier", "Lasso", "ElasticNet",
        "LassoCV", "ElasticNetCV", "RANSACRegressor", "TheilSenRegressor", "LinearSVC", "LinearSVR", "SVC", "NuSVC",
        "MLPClassifier", "MLPRegressor", "BernoulliRBM", "KMeans", "MiniBatchKMeans", "BisectingKMeans",
        "SpectralClustering", "SpectralCoclustering", "SpectralBiclustering", "AffinityPropagation", "GaussianMixture",
        "BayesianGaussianMixture", "PCA", "SparsePCA", "MiniBatchSparsePCA", "KernelPCA", "TruncatedSVD", "FastICA",
        "NMF", "MiniBatchNMF", "FactorAnalysis", "DictionaryLearning", "MiniBatchDictionaryLearning",
        "LatentDirichletAllocation", "TSNE", "MDS", "SpectralEmbedding", "LocallyLinearEmbedding",
        "GaussianProcessClassifier", "GaussianProcessRegressor", "QuantileTransformer", "KBinsDiscretizer",
        "IterativeImputer", "RBFSampler", "Nystroem", "GaussianRandomProjection", "SparseRandomProjection",
        "DummyClassifier", "permutation_importance", "mutual_info_classif", "mutual_info_regression", "resample",
        "shuffle", "make_classification", "make_regression", "make_blobs", "make_moons", "make_circles",
        "make_friedman1", "make_s_curve", "make_swiss_roll", "make_gaussian_quantiles",
        "make_multilabel_classification",
        "make_sparse_coded_signal", "make_low_rank_matrix", "fetch_20newsgroups", "fetch_olivetti_faces",
    }
)  # fmt: skip
"""What takes `random_state` in scikit-learn."""
_WHERE_SHUFFLED = frozenset({"KFold", "StratifiedKFold", "StratifiedGroupKFold"})
_SAMPLED_BY = {"pandas": "random_state", "polars": "seed"}


def seeded_calls(notebook: NotebookNode, cause: Cause, facts: Facts) -> NotebookNode | None:
    """A seed for every generator, estimator and sample that has none."""
    return edited_where(notebook, cause, facts, partial(_edits, seed=facts.seed))


def _edits(source: EditableSource, meanings: Meanings, seed: int) -> Sequence[tuple[int, Edit]]:
    return [
        (call.lineno, edit)
        for call in source.nodes
        if isinstance(call, ast.Call)
        for edit in _of_call(call, source, meanings, seed)
    ]


def _of_call(call: ast.Call, source: EditableSource, meanings: Meanings, seed: int) -> Iterator[Edit]:
    name = meanings.name_of(call.func)
    if name in _GENERATORS:
        yield from _first_argument(call, source, str(seed))
    elif (
        name == "random.SystemRandom" and (span := source.span(call)) and (alias := meanings.alias("random"))
    ):
        yield Edit(*span, f"{alias}.Random({seed})")
    elif keyword := _keyword(call, name, meanings):
        yield from _last_argument(call, source, keyword, str(seed))


def _first_argument(call: ast.Call, source: EditableSource, seed: str) -> Iterator[Edit]:
    """The seed in brackets that are empty, or in place of None."""
    given = [*call.args, *(each.value for each in call.keywords)]
    if not given:
        yield from _last_argument(call, source, "", seed)
    elif len(given) == 1 and _is_none(given[0]) and (span := source.span(given[0])):
        yield Edit(*span, seed)


def _last_argument(call: ast.Call, source: EditableSource, keyword: str, seed: str) -> Iterator[Edit]:
    """The seed before the bracket that closes; in place of None where the keyword has that."""
    there = next((each.value for each in call.keywords if each.arg == keyword), None)
    if there is not None:
        if _is_none(there) and (own := source.span(there)):
            yield Edit(*own, seed)
        return
    span = source.span(call)
    if span is None or any(each.arg is None for each in call.keywords):
        return
    argument = f"{keyword}={seed}" if keyword else seed
    place = span[1] - 1
    before = source.text[:place].rstrip()
    if not (call.args or call.keywords):
        yield Edit(place, place, argument)
    elif _ends_argument(before, call, source):
        comma = "" if before.endswith(",") else ","
        yield Edit(len(before), len(before), f"{comma} {argument}")


def _ends_argument(before: str, call: ast.Call, source: EditableSource) -> bool:
    """Whether what stands before the bracket is the last argument, or its comma, and no comment."""
    last = max((source.span(each) or (0, 0))[1] for each in (*call.args, *(k.value for k in call.keywords)))
    return last > 0 and not before[last:].strip(" \t\r\n,)")


def _keyword(call: ast.Call, name: str, meanings: Meanings) -> str:
    """The keyword by which a function takes a seed; "" where it takes none."""
    library, _, last = name.rpartition(".")
    if library.partition(".")[0] == "sklearn":
        shuffled = last in _WHERE_SHUFFLED and any(
            each.arg == "shuffle" and getattr(each.value, "value", False) is True for each in call.keywords
        )
        return "random_state" if last in _ESTIMATORS or shuffled else ""
    is_sample = not name and isinstance(call.func, ast.Attribute) and call.func.attr == "sample"
    if not is_sample or _is_generator(call.func.value, meanings):  # type: ignore[attr-defined]
        return ""
    return next((word for module, word in _SAMPLED_BY.items() if meanings.alias(module)), "")


def _is_generator(node: ast.AST, meanings: Meanings) -> bool:
    values = meanings.assigned.get(node.id, []) if isinstance(node, ast.Name) else [node]
    return any(isinstance(each, ast.Call) and meanings.name_of(each.func) in _GENERATORS for each in values)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
