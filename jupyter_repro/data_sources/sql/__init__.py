"""Databases, through SQLAlchemy and through the libraries of SQLite and DuckDB."""
