"""Telling whether a text holds what should not be passed on: keys, tokens and passwords.

It errs on the safe side: a word that only looks like a password counts as one. The forms of tokens are those
that their makers document, as gitleaks (MIT) collects them.
"""

from __future__ import annotations

import re
from functools import cache

LEFT_OUT = "# left out: it may hold a secret"

_TOKENS = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}",  # Amazon
    r"-----BEGIN[A-Z0-9 ]{0,40} PRIVATE KEY",
    r"PuTTY-User-Key-File-\d",
    r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}",
    r"gl(?:pat|dt|rt|cbt|ptt|agent|oas)-[\w-]{20}",  # GitLab
    r"xox[abeoprs]-[\w-]{10}|xapp-\d-[\w-]{10}|hooks\.slack\.com/(?:services|workflows)/",
    r"[srp]k_(?:live|test)_[A-Za-z0-9]{16}",  # Stripe
    r"AIza[\w-]{35}|ya29\.[\w-]{20}|GOCSPX-[\w-]{20}",  # Google
    r"sk-(?:(?:ant|proj|svcacct|admin|or)-[\w-]{20}|[A-Za-z0-9]{20})",  # OpenAI, Anthropic
    r"hf_[A-Za-z0-9]{30}|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{20}|dapi[0-9a-f]{32}|do[opr]_v1_[0-9a-f]{32}",
    r"\bSG\.[\w-]{16,80}\.[\w-]{16}|\bkey-[0-9a-f]{32}|\b(?:AC|SK)[0-9a-f]{32}",  # mail and telephone
    r"(?<!\d)\d{8,10}:[\w-]{35}\b",  # Telegram
    r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10}",  # JSON web tokens
    r"(?:AccountKey|SharedAccessKey|SharedAccessSignature|sig|Signature)=[\w%+/.=-]{16}",  # Azure, signed addresses
    r"age-secret-key-1[a-z0-9]{20}",
)
NAMED_SO = (
    r"(?:(?<![a-z])pass(?![a-z])|pass(?:wd|word|phrase)|pwd|secrets?|(?:(?:access|api|auth|bearer|refresh)[_-]?)?token"
    r"|api[_-]?key|(?:access|auth|account|private|secret|encryption)[_-]?key(?:[_-]?id)?|credentials?)"
)
"""How what holds a key, a token or a password is called, as a regular expression that does not look at capitals."""
_NAME = re.compile(rf"(?!tokens|tokeni[sz]){NAMED_SO}", re.IGNORECASE)
"""Tokens are pieces of a text more often than keys, but for `api_tokens` and the like."""
_OF_AN_ADDRESS = re.compile(
    r"auth|key|pass|session|sig|token|jwt|hmac|nonce|assertion|\bsas\b|^s[eprv]{1,2}$|^(?:code|otp|pin|u|uid|user(?:name|_?id)?)$",
    re.IGNORECASE,
)
"""What else names a key or a signature where it is a parameter of an address."""
_QUOTED = r"[bfru]{0,2}[\"'`]{1,3}[^\s\"'`]"
_BARE = r"(?!(?:None|True|False|null|undefined)\b)[^\s\"'`()\[\]{},;<>]{4,}(?=[\s,;&\"'`]|$)"
_SHAPES = (
    # password = "x", "api-key": 'x', TOKEN=abcd, token => x; the value may stand on the next line of a patch
    rf"{NAMED_SO}[\"'`\]]{{0,3}}\s{{0,8}}(?::\s{{0,4}}\w{{1,20}}\s{{0,4}})?(?:=>|:=|=|:)(?!=)\s{{0,8}}"
    rf"(?:[(\\]\s{{0,8}}[+-]?\s{{0,40}})?(?:{_QUOTED}|{_BARE})",
    rf"{NAMED_SO}[\"'`]{{1,3}}\s{{0,8}},\s{{0,8}}{_QUOTED}",  # environ.setdefault("TOKEN", "x")
    rf"--?{NAMED_SO}\s{{1,4}}[^\s-]",
    r"\b(?:Bearer|Basic)\s{1,4}[\w+/.=~-]{8}",
    r"://[^/\s:@\"'`]{0,200}:[^/\s@\"'`]{1,200}@",
    r"://(?!git@)[^/\s:@\"'`]{16,200}@",
)


@cache
def _secret() -> re.Pattern[str]:
    """Compiled when it is first asked for, which takes longer than any of our modules to load."""
    return re.compile("|".join((*_TOKENS, *(f"(?i:{shape})" for shape in _SHAPES))), re.MULTILINE)


def holds_secret(text: str) -> bool:
    """Whether something in `text` has the form of a key, a token, a password or an address with credentials."""
    return _secret().search(text) is not None


def is_secret_name(name: str) -> bool:
    """Whether a variable, a parameter or a key is called like one that holds a key, a token or a password."""
    return _NAME.search(name) is not None


def is_secret_parameter(name: str) -> bool:
    """Whether a parameter of an address is called so, or like one that signs the address."""
    return is_secret_name(name) or _OF_AN_ADDRESS.search(name) is not None


def is_opaque(text: str) -> bool:
    """Whether a word looks as if it was drawn at random, as tokens in addresses are.

    Its large letters, small letters and digits change more often than in words and numbers that people join.
    """
    if holds_secret(text):
        return True
    changes = len(_CHANGE.findall(text))
    return _OPAQUE.fullmatch(text) is not None and changes >= _MIXED * len(text)


_OPAQUE = re.compile(r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=(?:\D*\d){2})[\w~+=:-]{20,}")
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])")
_MIXED = 0.4
"""Of the places between characters; of random ones two thirds are changes."""


def is_secret(name: str, value: object) -> bool:
    """Whether a value is one by its name, or has the form of one."""
    return is_secret_name(name) or holds_secret(f"{name}={value}")


def without_secrets(text: str) -> str:
    """The text without the lines that look as if they held one; all of it is left out where that is not enough."""
    if not holds_secret(text):
        return text
    kept = "\n".join(LEFT_OUT if holds_secret(line) else line for line in text.split("\n"))
    return LEFT_OUT if holds_secret(kept) else kept
