"""Whether a folder is a guideline by itself, or an overlay over one: both may hold a ``guideline.yaml``."""

from __future__ import annotations

import os
from pathlib import Path

from resecta.document import InputError, Mapping, Problem, read_document
from resecta.guideline.folder import HEADER, REQUIRED
from resecta.guideline.whereabouts import shown


def is_overlay(name: str | os.PathLike[str]) -> bool:
    """Whether this names a folder to be laid over a guideline: one without a ``guideline.yaml``, or whose
    ``guideline.yaml`` gives no id and lacks more that every guideline says. What lacks the id alone is a guideline with
    a slip, which ``load`` tells.

    Raises InputError for a folder that has the id of a guideline and not its files, and for a ``guideline.yaml`` that
    cannot be read.
    """
    folder = Path(name)
    if not folder.is_dir():
        return False
    if not (folder / HEADER).is_file():
        return True
    header = read_document(shown(folder / HEADER))
    if not isinstance(header, Mapping) or not header.entries:
        return False
    if "id" not in header:
        from resecta.guideline.entries import GUIDELINE  # with all that reads a pack, which a sound one does without

        return GUIDELINE.lacking(header) != ("id",)
    absent = [file for file in REQUIRED if not (folder / file).is_file()]
    if absent:
        message = f"this gives a guideline of its own, and its folder lacks {', '.join(absent)}"
        mend = "add what is missing; an overlay, which is laid over another guideline, leaves the id out"
        raise InputError([Problem(header.keys["id"].place, message, mend)])
    return False
