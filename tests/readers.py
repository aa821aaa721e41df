"""Ways to read data, each as a cell: what docs/data.md lists and the tests run.

`python tests/readers.py` writes the table of docs/data.md.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Reader:
    """One way, on a file of its own."""

    title: str
    source: str
    reads: list[str]
    needs: list[str] = field(default_factory=list)
    line: int = 0
    """Line of the cell at which it is recorded; 0 where only the cell is known."""


READERS = [
    Reader("open", "x = 1\nopen('data/a1.csv').read()", ["data/a1.csv"], line=2),
    Reader("pathlib", "from pathlib import Path\nPath('data/a2.csv').read_text()", ["data/a2.csv"], line=2),
    Reader("os.open", "import os\nf = os.open('data/a3.csv', os.O_RDONLY); os.read(f, 9); os.close(f)",
           ["data/a3.csv"], line=2),
    Reader("mmap", "import mmap\nwith open('data/a4.csv', 'rb') as f: mmap.mmap(f.fileno(), 0, access=1)[:]",
           ["data/a4.csv"], line=2),
    Reader("csv with gzip", "import gzip\ngzip.open('data/b.csv.gz', 'rt').read()", ["data/b.csv.gz"], line=2),
    Reader("zipfile", "import zipfile\nzipfile.ZipFile('data/b.zip').read('x.csv')", ["data/b.zip"], line=2),
    Reader("pandas.read_csv", "import pandas as pd\npd.read_csv('data/a5.csv')", ["data/a5.csv"], ["pandas"], 2),
    Reader("pandas.read_csv, engine python", "pd.read_csv('data/a6.csv', engine='python')", ["data/a6.csv"],
           ["pandas"], 1),
    Reader("pandas.read_csv, engine pyarrow", "pd.read_csv('data/a7.csv', engine='pyarrow')", ["data/a7.csv"],
           ["pandas", "pyarrow"], 1),
    Reader("pandas.read_json", "pd.read_json('data/a.json')", ["data/a.json"], ["pandas"], 1),
    Reader("pandas.read_pickle", "pd.read_pickle('data/p.pkl')", ["data/p.pkl"], ["pandas"], 1),
    Reader("pandas.read_parquet", "pd.read_parquet('data/t1.parquet')", ["data/t1.parquet"], ["pandas", "pyarrow"], 1),
    Reader("pandas.read_parquet of a folder", "pd.read_parquet('data/parts')", ["data/parts/"], ["pandas", "pyarrow"],
           1),
    Reader("pyarrow.parquet", "import pyarrow.parquet as pq\npq.read_table('data/t2.parquet')", ["data/t2.parquet"],
           ["pyarrow"], 2),
    Reader("pyarrow.dataset", "import pyarrow.dataset as ds\nds.dataset('data/parts2').to_table()", ["data/parts2/"],
           ["pyarrow"], 2),
    Reader("pyarrow.csv", "import pyarrow.csv\npyarrow.csv.read_csv('data/a8.csv')", ["data/a8.csv"], ["pyarrow"], 2),
    Reader("pyarrow.memory_map", "import pyarrow as pa\npa.memory_map('data/t3.parquet').read()", ["data/t3.parquet"],
           ["pyarrow"]),
    Reader("polars.read_csv", "import polars as pl\npl.read_csv('data/a9.csv')", ["data/a9.csv"], ["polars"], 2),
    Reader("polars.scan_parquet", "pl.scan_parquet('data/t4.parquet').collect()", ["data/t4.parquet"], ["polars"], 1),
    Reader("polars with a pattern", "pl.read_csv('data/g*.tsv')", ["data/g1.tsv", "data/g2.tsv"], ["polars"], 1),
    Reader("deltalake", "import deltalake\ndeltalake.DeltaTable('data/delta1').to_pyarrow_table()",
           ["delta:data/delta1"], ["deltalake", "pyarrow"], 2),
    Reader("polars.read_delta", "pl.read_delta('data/delta2')", ["delta:data/delta2"], ["deltalake", "polars"]),
    Reader("pyiceberg", "from pyiceberg.catalog import load_catalog\n"
           "catalog = load_catalog('default', type='sql', uri='sqlite:///data/catalog.db')\n"
           "catalog.load_table('sales.t1').scan().to_arrow()", ["iceberg:data/catalog.db/sales.t1"],
           ["pyiceberg", "sqlalchemy"], 3),
    Reader("polars.scan_iceberg", "pl.scan_iceberg('sales.t2', catalog=catalog).collect()",
           ["iceberg:data/catalog.db/sales.t2"], ["polars", "pyiceberg", "sqlalchemy"]),
    Reader("duckdb.sql", "import duckdb\nduckdb.sql(\"select * from 'data/t5.parquet'\").fetchall()",
           ["data/t5.parquet"], ["duckdb"], 2),
    Reader("duckdb, a connection's method", "duckdb.connect().execute(\"select * from 'data/t6.parquet'\").fetchall()",
           ["data/t6.parquet"], ["duckdb"]),
    Reader("h5py", "import h5py\nh5py.File('data/h1.h5')['x'][:]", ["data/h1.h5"], ["h5py"], 2),
    Reader("xarray with netCDF4", "import xarray\nxarray.open_dataset('data/n.nc').load()", ["data/n.nc"],
           ["xarray", "netCDF4"]),
    Reader("netCDF4", "import netCDF4\nnetCDF4.Dataset('data/n2.nc').variables['x'][:]", ["data/n2.nc"], ["netCDF4"]),
    Reader("numpy.load", "import numpy as np\nnp.load('data/n1.npy')", ["data/n1.npy"], ["numpy"], 2),
    Reader("numpy.load, memory-mapped", "np.load('data/n2.npy', mmap_mode='r')[0]", ["data/n2.npy"], ["numpy"], 1),
    Reader("numpy.memmap", "np.memmap('data/n3.npy', mode='r')[0]", ["data/n3.npy"], ["numpy"], 1),
    Reader("numpy.loadtxt", "np.loadtxt('data/n.txt')", ["data/n.txt"], ["numpy"], 1),
    Reader("joblib.load", "import joblib\njoblib.load('data/j.joblib')", ["data/j.joblib"], ["joblib"], 2),
    Reader("PIL", "from PIL import Image\nImage.open('data/i.png').load()", ["data/i.png"], ["PIL"], 2),
    Reader("torch.load", "import torch\ntorch.load('data/m.pt')", ["data/m.pt"], ["torch"], 2),
    Reader("sqlite3", "import sqlite3\nsqlite3.connect('data/s1.db').execute('select * from t').fetchall()",
           ["data/s1.db", "sqlite:data/s1.db"], line=2),
    Reader("pandas.read_sql with SQLAlchemy",
           "import sqlalchemy\npd.read_sql('select * from t', sqlalchemy.create_engine('sqlite:///data/s2.db'))",
           ["data/s2.db", "sqlite:data/s2.db"], ["pandas", "sqlalchemy"], 2),
    Reader("fsspec, local", "import fsspec\nfsspec.open('data/c1.csv').open().read()", ["data/c1.csv"], ["fsspec"], 2),
    Reader("a shell escape", "!cat data/c2.csv > /dev/null", ["data/c2.csv"]),
    Reader("a child process", "import subprocess\nsubprocess.run(['cat', 'data/c3.csv'], capture_output=True)",
           ["data/c3.csv"]),
    Reader("a script", "!python script.py", ["data/c5.csv", "script.py"]),
    Reader("a worker of multiprocessing",
           "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(1) as pool:\n"
           "    pool.map(__import__('linecache').getlines, ['data/c4.csv'])", ["data/c4.csv"]),
    Reader("urllib", "import urllib.request\n"
           "urllib.request.urlopen(f'http://me:hidden@127.0.0.1:{port}/u1.csv?token=hidden'"
           ".replace('me:hidden@', '')).read()", ["http://127.0.0.1:{port}/u1.csv?token=…"], line=2),
    Reader("pandas.read_csv of an address", "pd.read_csv(f'http://127.0.0.1:{port}/u2.csv')",
           ["http://127.0.0.1:{port}/u2.csv"], ["pandas"], 1),
    Reader("requests", "import requests\nrequests.get(f'http://me:hidden@127.0.0.1:{port}/u3.csv').text",
           ["http://127.0.0.1:{port}/u3.csv"], ["requests"], 2),
    Reader("requests, streamed", "list(requests.get(f'http://127.0.0.1:{port}/u4.csv', stream=True).iter_lines())",
           ["http://127.0.0.1:{port}/u4.csv"], ["requests"], 1),
    Reader("httpx", "import httpx\nhttpx.get(f'http://127.0.0.1:{port}/u5.csv').text",
           ["http://127.0.0.1:{port}/u5.csv"], ["httpx"], 2),
    Reader("httpx, concurrently",
           "async with httpx.AsyncClient() as client: await client.get(f'http://127.0.0.1:{port}/u6.csv')",
           ["http://127.0.0.1:{port}/u6.csv"], ["httpx"], 1),
    Reader("aiohttp",
           "import aiohttp\nasync with aiohttp.ClientSession() as s:\n"
           "    r = await s.get(f'http://127.0.0.1:{port}/u7.csv'); await r.read()",
           ["http://127.0.0.1:{port}/u7.csv"], ["aiohttp"], 3),
    Reader("fsspec, http", "fsspec.open(f'http://127.0.0.1:{port}/u8.csv').open().read()",
           ["http://127.0.0.1:{port}/u8.csv"], ["fsspec", "aiohttp"]),
    Reader("requests, in threads",
           "from concurrent.futures import ThreadPoolExecutor\n"
           "with ThreadPoolExecutor(4) as pool:\n"
           "    list(pool.map(lambda n: requests.get(f'http://127.0.0.1:{port}/t{n}.csv'), range(4)))",
           [f"http://127.0.0.1:{{port}}/t{number}.csv" for number in range(4)], ["requests"]),
    Reader("the notebook's own file", "open('own.txt', 'w').write('1'); open('own.txt').read()", []),
    Reader("fonts and styles", "import matplotlib.pyplot as plt\nplt.plot([1]); plt.savefig('own.png')", [],
           ["matplotlib"]),
]  # fmt: skip


LARGE = b"x" * 3_000_000
"""Content of an address that takes several reads."""

DOCS = Path(__file__).parents[1] / "docs" / "data.md"
HEADING = "| way to read | cell | recorded as | with |\n|---|---|---|---|\n"


def table() -> str:
    """The table of docs/data.md."""
    return HEADING + "".join(_row(reader) for reader in READERS)


def _row(reader: Reader) -> str:
    code = " ⏎ ".join(reader.source.splitlines()).replace("|", "\\|")
    names = ", ".join(f"`{name.format(port='…').replace('127.0.0.1:…', 'host')}`" for name in reader.reads)
    place = ("cell and line" if reader.line else "cell") if reader.reads else "a result, or no data"
    return f"| {reader.title} | `` {code} `` | {names or 'nothing'} | {place} |\n"


def served(folder: Path) -> Path:
    """What the server serves, beside the notebook's folder."""
    return folder.with_name(f"{folder.name}-served")


def made(folder: Path) -> None:
    """Make the files that they read, outside the kernel."""
    data = folder / "data"
    data.mkdir()
    for name in (
        [f"a{n}.csv" for n in range(1, 10)] + [f"c{n}.csv" for n in range(1, 6)] + ["g1.tsv", "g2.tsv"]
    ):
        (data / name).write_text("x,y\n1,2\n")
    for number in range(1, 9):
        served(folder).mkdir(exist_ok=True)
        (served(folder) / f"u{number}.csv").write_text(f"x,y\n1,{number}\n")
    for number in range(4):
        (served(folder) / f"t{number}.csv").write_bytes(LARGE)
    (data / "a.json").write_text('{"x": {"0": 1}}')
    (data / "n.txt").write_text("1 2\n")
    (folder / "script.py").write_text("import local_to_it; open('data/c5.csv').read()")
    (folder / "local_to_it.py").write_text("")
    _packed(data)
    _databases(data)
    for make in (_arrays, _tables, _delta, _iceberg, _hdf, _netcdf, _pictures, _tensors):
        try:
            make(data)
        except ImportError:  # its readers are skipped
            continue


def _packed(data: Path) -> None:
    import gzip
    import zipfile

    (data / "b.csv.gz").write_bytes(gzip.compress(b"x\n1\n"))
    with zipfile.ZipFile(data / "b.zip", "w") as file:
        file.writestr("x.csv", "1")


def _databases(data: Path) -> None:
    import sqlite3

    for name in ("s1.db", "s2.db"):
        connection = sqlite3.connect(data / name)
        connection.execute("create table t (x)")
        connection.execute("insert into t values (1)")
        connection.commit()
        connection.close()


def _arrays(data: Path) -> None:
    import joblib
    import numpy as np
    import pandas as pd

    for number in (1, 2, 3):
        np.save(data / f"n{number}.npy", np.arange(9))
    joblib.dump([1], data / "j.joblib")
    pd.DataFrame({"x": [1]}).to_pickle(data / "p.pkl")


def _tables(data: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"x": [1, 2]})
    for number in range(1, 7):
        pq.write_table(table, data / f"t{number}.parquet")
    for name in ("parts", "parts2"):
        (data / name).mkdir()
        for part in (1, 2):
            pq.write_table(table, data / name / f"{part}.parquet")


def _delta(data: Path) -> None:
    import pyarrow as pa
    from deltalake import write_deltalake

    for name in ("delta1", "delta2"):
        write_deltalake(data / name, pa.table({"x": [1, 2]}))


def _iceberg(data: Path) -> None:
    import pyarrow as pa
    from pyiceberg.catalog import load_catalog

    place = {"uri": f"sqlite:///{data}/catalog.db", "warehouse": (data / "warehouse").as_uri()}
    catalog = load_catalog("default", type="sql", **place)
    catalog.create_namespace("sales")
    for name in ("t1", "t2"):
        catalog.create_table(f"sales.{name}", pa.schema([("x", pa.int64())])).append(pa.table({"x": [1, 2]}))


def _hdf(data: Path) -> None:
    import h5py

    with h5py.File(data / "h1.h5", "w") as file:
        file["x"] = [1, 2]


def _netcdf(data: Path) -> None:
    import netCDF4

    for name in ("n.nc", "n2.nc"):
        with netCDF4.Dataset(data / name, "w") as file:
            file.createDimension("x", 2)
            file.createVariable("x", "i4", ("x",))[:] = [1, 2]


def _pictures(data: Path) -> None:
    from PIL import Image

    Image.new("L", (2, 2)).save(data / "i.png")


def _tensors(data: Path) -> None:
    import torch

    torch.save([1], data / "m.pt")


@contextmanager
def data_server(folder: Path) -> Iterator[int]:
    """Port of a server of files that is no child of the kernel."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def end_headers(self) -> None:
            self.send_header("ETag", '"1"')
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(served(folder))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


if __name__ == "__main__":
    text = DOCS.read_text(encoding="utf-8")
    DOCS.write_text(text.partition(HEADING)[0] + table(), encoding="utf-8")
