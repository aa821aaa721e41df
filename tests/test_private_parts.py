"""What libraries keep to themselves and is used here: it stands in one file a library, and it is still there."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import reduce
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from private_uses import FILES, uses


def delta_table(folder: Path) -> Any:
    import pyarrow
    from deltalake import DeltaTable, write_deltalake

    write_deltalake(folder / "table", pyarrow.table({"x": [1]}))
    return DeltaTable(folder / "table")


def handler_of_delta_files(folder: Path) -> Any:
    from deltalake.fs import DeltaStorageHandler

    return DeltaStorageHandler(str(folder))


def iceberg_transaction(_folder: Path) -> Any:
    from pyiceberg.table import Transaction

    return Transaction(SimpleNamespace(metadata=None))


def objects_of_dvc(folder: Path) -> Any:
    from dvc_data.hashfile.db.local import LocalHashFileDB
    from dvc_objects.fs.local import LocalFileSystem

    return LocalHashFileDB(LocalFileSystem(), str(folder))


def dvc_files(_folder: Path) -> Any:
    return import_module("dvc.fs.dvc")._DVCFileSystem


def h2o_estimator(_folder: Path) -> Any:
    from h2o.estimators import H2OGradientBoostingEstimator

    return H2OGradientBoostingEstimator()


def handler_of_local_files(_folder: Path) -> Any:
    from papermill.iorw import papermill_io

    return papermill_io.get_handler("a.ipynb")


def sparse_matrix(_folder: Path) -> Any:
    from scipy.sparse import csr_matrix

    matrix = csr_matrix([[1.0]])
    assert matrix.has_sorted_indices
    assert matrix.has_canonical_format
    return matrix


def text_counts(_folder: Path) -> Any:
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(stop_words="english")
    counts.fit(["some words"])
    return counts


def a_process(_folder: Path) -> Any:
    from multiprocessing import Process

    return Process()


def eager_context(_folder: Path) -> Any:
    import_module("tensorflow").random.set_seed(1)  # the generator is made with the first seed
    return import_module("tensorflow.python.eager.context").context()


def jax_key(_folder: Path) -> Any:
    return import_module("jax").random.key(0)


def torch_module(_folder: Path) -> Any:
    return import_module("torch").nn.Module()


def methods(library: str, file: str, kind: str) -> Callable[[Path], Any]:
    """Those of a class, read from its source: to import some libraries takes ten seconds."""

    def owner(_folder: Path) -> Any:
        tree = ast.parse(Path(str(distribution(library).locate_file(file))).read_text())
        (found,) = (each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == kind)
        return SimpleNamespace(
            **{each.name: each for each in found.body if isinstance(each, ast.FunctionDef)}
        )

    return owner


Owner = str | Callable[[Path], Any]
PARTS: dict[str, dict[Owner, tuple[str, ...]]] = {
    "aim": {methods("aim", "aim/sdk/repo.py", "Repo"): ("_all_run_hashes",)},
    "catboost": {
        "catboost.core:": ("_CatBoostBase",),
        "catboost.core:CatBoost": ("_prepare_train_params", "_get_tree_splits"),
    },
    "deltalake": {delta_table: ("_table", "_storage_options"), handler_of_delta_files: ("_handler",)},
    "dvc": {
        "dvc.fs.dvc:": ("_DVCFileSystem",),
        dvc_files: ("_open", "_get", "_get_key_from_relative"),
    },
    "dvc-data": {objects_of_dvc: ("_dir_mode",)},
    "h2o": {
        "h2o.automl:H2OAutoML": ("_fetch",),
        "h2o.estimators.estimator_base:H2OEstimator": ("_make_parms", "_resolve_model"),
        h2o_estimator: ("_parms",),
    },
    "inotify_simple": {"inotify_simple:": ("_libc",)},
    "jax": {"jax:": ("_src",)},
    "jaxlib": {jax_key: ("_base_array",)},
    "jupyter_server": {
        "jupyter_server.services.contents.filemanager:FileContentsManager": ("_get_os_path",),
    },
    "keras": {"keras:": ("_tf_keras",)},
    "lxml": {"lxml.etree:": ("_Element",)},
    "mlflow": {
        methods("mlflow", "mlflow/tracking/client.py", "MlflowClient"): (
            "_create_model_version",
            "_create_logged_model",
        ),
        "mlflow.tracking:": ("_model_registry", "_tracking_service"),
        "mlflow.tracking._tracking_service.registry:TrackingStoreRegistry": ("_get_store_with_resolved_uri",),
    },
    "nbclient": {"nbclient:NotebookClient": ("_async_cleanup_kernel",)},
    "numba": {"numba:": ("_helperlib",)},
    "numpy": {"numpy.random:mtrand": ("_rand",)},
    "pandas": {"pandas._libs.tslibs.timestamps:": ("Timestamp",), "pandas._libs.tslibs.period:": ("Period",)},
    "papermill": {handler_of_local_files: ("_cwd",)},
    "polars": {"polars.io.iceberg:": ("_dataset",)},
    "pyiceberg": {iceberg_transaction: ("_table",)},
    "Python": {
        "multiprocessing.pool:Pool": ("_guarded_task_generation",),
        a_process: ("_target",),
        "os:": ("_Environ",),
        "os:environ": ("_data",),
        "tempfile:": ("_get_candidate_names",),
        "importlib:": ("_bootstrap_external",),
        "threading:": ("_counter",),
        "random:": ("_urandom",),
    },
    "s3fs": {"s3fs.core:S3FileSystem": ("_call_s3", "_info", "_open", "_strip_protocol")},
    "scikit-learn": {text_counts: ("_stop_words_id",)},
    "scipy": {
        "scipy.sparse._base:": ("_spbase",),
        sparse_matrix: ("_shape", "_has_sorted_indices", "_has_canonical_format"),
    },
    "tensorflow": {eager_context: ("_seed", "_rng")},
    "torch": {
        torch_module: ("_parameters", "_buffers", "_modules"),
        "torch:Tensor": ("_indices", "_values"),
    },
    "vcrpy": {"vcr.cassette:Cassette": ("_save",)},
}
NAMES = {library: {name for names in owners.values() for name in names} for library, owners in PARTS.items()}
ONE_EACH = [
    pytest.param(library, owner, name, id=f"{library} {name}")
    for library, owners in PARTS.items()
    for owner, names in owners.items()
    for name in names
]
USES = [use for file in FILES for use in uses(file)]


@pytest.mark.parametrize(("library", "owner", "name"), ONE_EACH)
def test_a_library_still_has_what_is_used_of_it(library, owner, name, tmp_path):
    if not is_installed(library):
        pytest.skip(f"{library} is not installed")
    where = [str(use) for use in USES if use.name == name] or "the names by which values are digested"
    try:
        holder = owner(tmp_path) if callable(owner) else named(owner)
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{library} no longer has what holds {name} ({error}), which is used: {where}")
    assert has(holder, name), f"{library} no longer has {name}, which is used: {where}"


def test_what_is_used_of_libraries_is_looked_after():
    known = set().union(*NAMES.values())
    assert not [str(use) for use in USES if use.name not in known], "say in PARTS which library has it"


def test_what_is_looked_after_is_used():
    source = "\n".join(path.read_text() for path in FILES)
    unused = {name for names in NAMES.values() for name in names if not re.search(rf"\b{name}\b", source)}
    assert not unused


@pytest.mark.parametrize("library", sorted(PARTS.keys() - {"Python"}))
def test_a_library_has_one_file_in_a_package_for_them(library):
    others = set().union(*(names for other, names in NAMES.items() if other != library))
    files: dict[str, set[Path]] = {}
    for use in USES:
        if use.name in NAMES[library] - others:
            files.setdefault(use.package, set()).add(use.file)
    assert not [sorted(map(str, each)) for each in files.values() if len(each) > 1]


def is_installed(library: str) -> bool:
    try:
        return library == "Python" or bool(version(library))
    except PackageNotFoundError:
        return False


def named(owner: str) -> Any:
    module, _, path = owner.partition(":")
    return reduce(getattr, filter(None, path.split(".")), import_module(module))


def has(holder: Any, name: str) -> bool:
    """Whether it has this attribute, or is a package with this module in it."""
    return hasattr(holder, name) or (
        hasattr(holder, "__path__") and find_spec(f"{holder.__name__}.{name}") is not None
    )
