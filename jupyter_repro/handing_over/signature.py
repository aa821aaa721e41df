"""Signing a bundle: an in-toto statement about its checksums, in a DSSE envelope.

Sources: in-toto attestation framework, Statement v1; DSSE, protocol 1.0. Who signed is known by the public key that the
receiver was given on another way: a signature proves nothing without one.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from jupyter_repro.errors import ReproError, UnreadableInput
from jupyter_repro.handing_over.bundle import CHECKSUMS, BadBundle

_TYPE = "application/vnd.in-toto+json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"


def signed(checksums: bytes, key: Path, notebook: str) -> bytes:
    """The envelope; `key` is a private key in PEM without a password.

    Raises UnreadableInput for the key, ReproError where the extra `sign` is not installed.
    """
    signer = _signer(key)
    envelope = _envelope()(json.dumps(_statement(checksums, notebook), sort_keys=True).encode(), _TYPE, {})
    envelope.sign(signer)
    return json.dumps(envelope.to_dict(), indent=1, sort_keys=True).encode() + b"\n"


def check_signature(bundle: Path, checksums: bytes, envelope: bytes | None, key: Path | None) -> None:
    """Raise BadBundle where a public `key` is given and it did not sign these checksums."""
    if key is None:
        return
    if envelope is None:
        raise BadBundle(f"{bundle} is refused: it is not signed", _ASK)
    public = _public_key(key)
    try:
        opened = _envelope().from_dict(json.loads(envelope))
        opened.verify([public], 1)
        subject = json.loads(opened.payload)["subject"]
    except Exception as error:  # whatever is wrong with it, it is no signature by this key
        what = f"{bundle} is refused: it was not signed by the key in {key}"
        raise BadBundle(what, _ASK) from (error if isinstance(error, ReproError) else None)
    if opened.payload_type != _TYPE or subject != _subject(checksums):
        raise BadBundle(f"{bundle} is refused: its signature is of another bundle", _ASK)


def _statement(checksums: bytes, notebook: str) -> dict[str, Any]:
    return {
        "_type": _STATEMENT,
        "subject": _subject(checksums),
        "predicateType": _PREDICATE,
        "predicate": {"result": "PASSED", "configuration": [], "passedTests": [notebook]},
    }


def _subject(checksums: bytes) -> list[dict[str, Any]]:
    return [{"name": CHECKSUMS, "digest": {"sha256": hashlib.sha256(checksums).hexdigest()}}]


def _signer(key: Path) -> Any:
    _envelope()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner

    try:
        return CryptoSigner(load_pem_private_key(key.read_bytes(), None))
    except (OSError, ValueError, TypeError) as error:
        raise UnreadableInput(key, f"it is no private key without a password ({error})", _MAKE) from None


def _public_key(key: Path) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from securesystemslib.signer import SSlibKey

    try:
        return SSlibKey.from_crypto(load_pem_public_key(key.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise UnreadableInput(key, f"it is no public key ({error})", _PUBLIC) from None


def _envelope() -> Any:
    try:
        import cryptography  # noqa: F401  the signer needs it
        from securesystemslib.dsse import Envelope
    except ImportError:
        raise ReproError("signatures need another package", "pip install 'jupyter-repro[sign]'") from None
    return Envelope


_ASK = "ask for the bundle again, or verify it without --require-signature"
_MAKE = "make one with: openssl genpkey -algorithm ed25519 -out key.pem"
_PUBLIC = "take it from the private key with: openssl pkey -in key.pem -pubout -out key.pub"
