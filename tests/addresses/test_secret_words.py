import timeit

import pytest

from jupyter_repro.addresses.secret_words import holds_secret

SECRETS = [
    "AKIAIOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    "password = 'x1'",
    "+DB_PASSWORD=hunter2",
    '"api_key": "abc"',
    "token=abcd1234",
    "secret: geheim",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG",
    "postgres://ada:geheim@host/db",
    "https://" + "ghp_" + "a1" * 18 + "@github.com",
    'os.environ["MY_TOKEN"] = "abc"',
    'os.environ.setdefault("MY_TOKEN", "abc")',
    "password = (\n+    'hunter2'\n+)",
    'password: str = "abc"',
    "curl --password abc",
    "Authorization: Bearer abcdefgh1234",
    "https://host/y?token=abcdefgh&a=1",
    "passphrase=b'xx'",
    "sk-" + "a1" * 24,
    "sk-ant-api03-" + "a1-_" * 10,
]
PLAIN = [
    "password = getpass()",
    "token = next(tokens)",
    "secret = ''",
    "token = None",
    "max_tokens = 4096",
    "https://github.com/a/b",
    "ssh://git@github.com/a",
    "import secrets; secrets.token_hex()",
    "token = os.environ['MY_TOKEN']",
    "def f(password=None):",
    "password == other",
    "bypass = 12345",
    "passed = 1234",
    "tokenize: true",
    "#sk-container-id-estimator-1 {",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_looks_like_a_secret_is_one(text):
    assert holds_secret(f"x = 1\n{text}\ny = 2\n")


@pytest.mark.parametrize("text", PLAIN)
def test_code_that_handles_secrets_holds_none(text):
    assert not holds_secret(f"x = 1\n{text}\ny = 2\n")


@pytest.mark.parametrize("text", ["a.-", "password", "eyJ", "://", "key-", " ", "secret:   "])
def test_twice_the_text_takes_twice_the_time(text):
    def taken(characters):
        return min(timeit.repeat(lambda: holds_secret(text * (characters // len(text))), number=1, repeat=3))

    assert taken(40_000) < 3.5 * taken(20_000) + 0.01
