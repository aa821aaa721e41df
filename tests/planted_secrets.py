"""Fifty places in which a notebook comes by a secret, and what it does with it."""

from __future__ import annotations

import hashlib

VARIABLES = (
    "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_CLIENT_SECRET", "DJANGO_SECRET_KEY", "GITHUB_TOKEN",
    "GITLAB_TOKEN", "GOOGLE_API_KEY", "HF_TOKEN", "JWT_SECRET", "KAGGLE_API_KEY", "MLFLOW_TRACKING_PASSWORD",
    "NEPTUNE_API_TOKEN", "NPM_TOKEN", "OPENAI_API_KEY", "PGPASSWORD", "SNOWFLAKE_PWD", "TWINE_PASSWORD",
    "WANDB_API_KEY",
)  # fmt: skip
ADDRESSES = {
    "ARTIFACTORY_URL": "https://me:{}@host.invalid/simple",
    "AZURE_STORAGE": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=core",
    "CELERY_BROKER": "amqp://me:{}@host.invalid/vhost",
    "DATABASE_URL": "postgresql://me:{}@host.invalid/db",
    "MONGO": "mongodb+srv://me:{}@host.invalid/db",
    "REDIS_URL": "redis://:{}@host.invalid:6379/0",
    "SENTRY": "https://{}@o1.ingest.invalid/1",
}
"""Variables of which only a part is secret."""
QUERIES = ("access_token", "api_key", "auth", "code", "key", "password", "session", "sig", "token", "X-Amz-Credential",
           "X-Amz-Security-Token", "X-Amz-Signature")  # fmt: skip
"""Parameters of an address that is read."""
OTHERS = (
    "userinfo of an address", "fragment of an address", "header", "cookie", "body that is sent", "parameter of a query",
    "password of an engine", "argument of a program", "option of a program", "input of a program",
    "variable of a program", "watched variable", "git remote",
)  # fmt: skip


def secret(place: str) -> str:
    """A text that stands nowhere else; of a key's length, and drawn at random as they are."""
    return f"Zq{hashlib.sha256(place.encode()).hexdigest()[:38]}"


PLACES = (*VARIABLES, *ADDRESSES, *QUERIES, *OTHERS)
SECRETS = {place: secret(place) for place in PLACES}
ENVIRON = {
    **{name: secret(name) for name in VARIABLES},
    **{name: form.format(secret(name)) for name, form in ADDRESSES.items()},
    # how the notebook comes by the others: it reads the file to which this variable leads
    "NO_PROXY": "127.0.0.1,localhost",
}
CELLS = (
    f"import os, json\nlens = [len(os.environ[name]) for name in {[*VARIABLES, *ADDRESSES]!r}]\nlens",
    "with open(os.environ['PLANTED_FILE']) as file:\n    planted = json.load(file)\nlen(planted)",
    "import urllib.request\nhere = f\"http://127.0.0.1:{os.environ['DATA_PORT']}/u1.csv\"\n"
    f"for name in {QUERIES!r}:\n    urllib.request.urlopen(f'{{here}}?{{name}}={{planted[name]}}').read()",
    "urllib.request.urlopen(here + '#' + planted['fragment of an address']).read()\n"
    "headers = {'Authorization': 'Bearer ' + planted['header'], 'Cookie': 'id=' + planted['cookie']}\n"
    "urllib.request.urlopen(urllib.request.Request(here, headers=headers)).read()\n"
    "for request in (urllib.request.Request(here, data=planted['body that is sent'].encode()),\n"
    "                f\"http://me:{planted['userinfo of an address']}@no.invalid:9/\"):\n"
    "    try:\n        urllib.request.urlopen(request)\n    except Exception:\n        pass",
    "import sqlite3\nfrom sqlalchemy.engine import URL\n"
    "URL.create('postgresql', 'me', planted['password of an engine'], 'host')\n"
    "len(sqlite3.connect('s.db').execute('select ? as x', (planted['parameter of a query'],)).fetchall())",
    "import subprocess\n"
    "subprocess.run(['sh', '-c', 'true', planted['argument of a program']])\n"
    "subprocess.run(['sh', '-c', 'true', 'x', '--password', planted['option of a program']])\n"
    "subprocess.run(['cat'], input=planted['input of a program'].encode(), stdout=subprocess.DEVNULL)\n"
    "subprocess.run(['true'], env={**os.environ, 'THE_TOKEN': planted['variable of a program']}).returncode",
    "password = planted['watched variable']\ndel planted",
)
