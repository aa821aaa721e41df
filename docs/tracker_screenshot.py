"""The picture of a published run on MLflow's own page in docs/screenshots: `make screenshots`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

PROJECT = Path(__file__).parents[1]
sys.path[:0] = [str(PROJECT / "tests")]

from chromium import chromium  # noqa: E402
from mlflow_server import mlflow_server  # noqa: E402
from repositories import git  # noqa: E402

TARGET = PROJECT / "docs" / "screenshots" / "mlflow-run.png"
SIZE = {"width": 1300, "height": 1150}
FILES = ("sales.ipynb", "seasonality.py", "data/sales.csv")
RUN = "/#/experiments/{experiment}/runs/{run}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "sales")
        for name in FILES:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / "examples" / name, project / name)
        git(project, "init", "-q", "-b", "main")
        git(project, "add", "-A")
        git(project, "-c", "user.name=ada", "-c", "user.email=ada@example.org", "commit", "-qm", "Sales")
        server_folder = Path(folder, "server")
        server_folder.mkdir()
        with mlflow_server(server_folder) as server, chromium() as browser:
            repro(project, "snapshot", "sales.ipynb", "--track", f"mlflow:{server}")
            (project / "pyproject.toml").write_text(f'[tool.jupyter-repro]\ntrack = "mlflow:{server}"\n')
            repro(project, "verify", "sales.ipynb")
            page = browser.new_page(viewport=SIZE)
            page.goto(server + RUN.format(**published(server)))
            page.wait_for_selector("text=repro.verified", timeout=60_000)
            page.locator("button:has([class*='close' i]), button[aria-label*='close' i]").last.click()
            page.wait_for_timeout(1000)
            Image.open(BytesIO(page.screenshot())).convert("P", palette=Image.Palette.ADAPTIVE).save(
                TARGET, optimize=True
            )


def repro(project: Path, *arguments: str) -> None:
    environ = {**os.environ, "USER": "ada", "LOGNAME": "ada", "USERNAME": "ada"}
    subprocess.run([sys.executable, "-m", "jupyter_repro", *arguments], cwd=project, env=environ, check=True)


def published(server: str) -> dict[str, str]:
    from mlflow.tracking import MlflowClient

    client = MlflowClient(server)
    experiments = [experiment.experiment_id for experiment in client.search_experiments()]
    (run,) = client.search_runs(experiments)
    return {"experiment": run.info.experiment_id, "run": run.info.run_id}


if __name__ == "__main__":
    main()
