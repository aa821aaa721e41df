"""`vault:draws`: a folder `draws.vault` beside the notebook with a file for each version, `1.txt`, `2.txt` …"""

from hashlib import sha256
from pathlib import Path

from jupyter_repro.extensions import DataVersion, Found, NoSuchData, Wish


class VaultSource:
    """Folders that keep every version of a text."""

    schemes = ("vault",)

    def name(self, address: str, folder: Path) -> str:
        """The address, which holds no secrets."""
        return address

    def resolve(self, address: str, wish: Wish, folder: Path) -> Found:
        """The version that is wished, else the newest."""
        versions = sorted(_vault(address, folder).glob("*.txt"), key=lambda path: int(path.stem))
        wanted = [path for path in versions if not wish.version or path.stem == wish.version]
        if not wanted:
            raise NoSuchData(
                f"{address} holds no version {wish.version}", "see which there are in its folder"
            )
        content = wanted[-1].read_bytes()
        digest = f"sha256:{sha256(content).hexdigest()}"
        return Found(address, digest, len(content), DataVersion(wanted[-1].stem, asof=wish.text))

    def fetch(self, address: str, version: DataVersion, folder: Path, into: Path) -> None:
        """Write the text of a version."""
        into.write_bytes((_vault(address, folder) / f"{version.id}.txt").read_bytes())

    def places(self, address: str, folder: Path) -> list[Path]:
        """The vault's folder."""
        return [_vault(address, folder)]


def _vault(address: str, folder: Path) -> Path:
    return folder / f"{address.removeprefix('vault:')}.vault"
