"""The guideline in force, with the files that it is made of: kept with each decision, so that it can be read again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, select

from resecta.board import canonical
from resecta.board.act import Work
from resecta.board.tables import pack, pack_file
from resecta.guideline import load
from resecta.guideline.folder import OPTIONAL, REQUIRED
from resecta.guideline.pack import Guideline
from resecta.guideline.whereabouts import find, find_overlay
from resecta.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file: in which layer (0 is the guideline, overlays follow), its name and its bytes."""

    layer: int
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Pack:
    """A guideline, overlays laid over it, and all its files. ``digest`` is taken of their names and bytes."""

    guideline: Guideline
    files: tuple[PackFile, ...]

    @property
    def listing(self) -> list[dict[str, object]]:
        """The files without their bytes, as it is kept."""
        return [{"layer": file.layer, "name": file.name, "digest": file.digest} for file in self.files]

    @property
    def digest(self) -> str:
        """The digest of the listing."""
        return canonical.digest(self.listing)


def open_pack(
    path_or_id: str | os.PathLike[str] | None = None, overlays: Iterable[str | os.PathLike[str]] = ()
) -> Pack:
    """Load a guideline as ``resecta.load`` does, with its files. Raises InputError."""
    layers = list(overlays)
    folders = [find(path_or_id), *(find_overlay(overlay) for overlay in layers)]
    files = (
        PackFile(layer, name, (folder / name).read_bytes())
        for layer, folder in enumerate(folders)
        for name in (*REQUIRED, *OPTIONAL)
        if (folder / name).is_file()
    )
    return Pack(load(path_or_id, layers), tuple(files))


def keep_pack(work: Work, kept: Pack) -> None:
    """Keep the files, each once whatever guidelines share it; ``reopened`` finds them by the pack's digest."""
    if work.connection.scalar(select(pack.c.digest).where(pack.c.digest == kept.digest)) is not None:
        return
    for file in {file.digest: file for file in kept.files}.values():
        if work.connection.scalar(select(pack_file.c.digest).where(pack_file.c.digest == file.digest)) is None:
            work.add(pack_file, {"digest": file.digest, "content": file.content})
    work.add(pack, {"digest": kept.digest, "files_json": canonical.write(kept.listing)})


def reopened(connection: Connection, digest: str) -> Guideline:
    """The guideline of kept files, loaded anew. Raises InputError where this version can no longer read it, LookupError
    where it is not kept.
    """
    listing = connection.scalar(select(pack.c.files_json).where(pack.c.digest == digest))
    if listing is None:
        raise LookupError("no guideline is kept under this digest")
    with written(_kept_files(connection, canonical.read(listing))) as folders:
        return load(folders[0], folders[1:])


@contextmanager
def written(files: Iterable[PackFile]) -> Iterator[list[Path]]:
    """The files on disk for a while: the guideline's folder, then one for each overlay."""
    with tempfile.TemporaryDirectory(prefix="resecta-") as top:
        folders: dict[int, Path] = {}
        for file in files:
            folder = folders.setdefault(file.layer, Path(top) / str(file.layer))
            folder.mkdir(exist_ok=True)
            (folder / Path(file.name).name).write_bytes(file.content)
        yield [folders[layer] for layer in sorted(folders)]


def _kept_files(connection: Connection, listing: list[dict[str, object]]) -> Iterator[PackFile]:
    for file in listing:
        content = connection.scalar(select(pack_file.c.content).where(pack_file.c.digest == file["digest"]))
        if content is None:
            raise LookupError("a file of the guideline is not kept")
        yield PackFile(int(str(file["layer"])), str(file["name"]), content)
