"""Almanacs: `almanac:oslo` is the folder `oslo` beside the notebook, which has a file for each year."""

from __future__ import annotations

import shutil
from pathlib import Path

from jupyter_repro.extensions import DataVersion, Found, NoSuchData, NoSuchVersion, Wish, digest_file


class AlmanacSource:
    """A folder of years. A version's id is its year."""

    schemes = ("almanac",)

    def name(self, address: str, folder: Path) -> str:
        """The address as it is."""
        return address

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The newest year, or the one that is wished for."""
        years = _years(address, folder)
        if not years:
            raise NoSuchData(f"there is no {address}")
        file = _year(address, wish.version or max(years), folder)
        version = DataVersion(file.stem, f"{file.stem}-12-31T00:00:00Z", wish.text)
        return Found(address, digest_file(file), file.stat().st_size, version)

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Copy the year's file."""
        shutil.copyfile(_year(address, version.id, folder), into)

    def places(self, address: str, folder: Path) -> list[Path]:
        """The almanac's folder: a copy of the project has it as well."""
        return [_place(address, folder)]


def _place(address: str, folder: Path) -> Path:
    return folder / address.partition(":")[2]


def _years(address: str, folder: Path) -> list[str]:
    return [file.stem for file in _place(address, folder).glob("*.csv")]


def _year(address: str, year: str, folder: Path) -> Path:
    file = _place(address, folder) / f"{year}.csv"
    if not file.is_file():
        raise NoSuchVersion(f"{address} has no year {year}")
    return file
