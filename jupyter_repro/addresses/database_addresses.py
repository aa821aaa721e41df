"""Addresses of databases, without the secrets that they carry."""

from __future__ import annotations

from typing import Any


def public_database(url: Any) -> str:
    """Address of a database, a sqlalchemy.URL, without user, password and options, which may be secrets."""
    from sqlalchemy.engine import URL

    return URL.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()
