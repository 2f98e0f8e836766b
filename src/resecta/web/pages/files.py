"""Case files in and out: what comes in is reviewed, each fact accepted or refused; nothing is overwritten."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resecta.board import canonical
from resecta.board.entry import EntrySubject
from resecta.board.incoming import ABOUT, Incoming, Novelty, accept, incoming, read_case_text
from resecta.board.patients import export_case
from resecta.board.rights import Action, may
from resecta.case.nodes_from_python import to_node
from resecta.document import InputError, as_mapping
from resecta.document.write import write_yaml
from resecta.draw.view import written_out
from resecta.lazy_dataclass import dataclass
from resecta.web.answers import download, on_to, page
from resecta.web.pages.of_patient import framed, opened
from resecta.web.posted import Refused, refused_of
from resecta.web.sheet import words_of
from resecta.web.visit import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.patients import PatientFile
    from resecta.guideline.pack import Guideline
    from resecta.web.visit import Visit

_HEADINGS = {
    EntrySubject.EVENT: "Treatment so far",
    EntrySubject.LESION: "Lesions of the liver",
    EntrySubject.EXTRAHEPATIC: "Sites outside the liver",
    EntrySubject.CONTEXT: "For the meeting",
    EntrySubject.NONE: "Lists that are empty",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that the file says, in words, beside what stands there."""

    number: int
    heading: str
    name: str
    words: str
    there: str
    standing: Novelty


def _show(visit: Visit) -> Response:
    return _page(visit, opened(visit), ())


def _page(visit: Visit, file: PatientFile, refused: Sequence[Refused]) -> Response:
    return page(
        visit,
        "files.html",
        422 if refused else 200,
        refused=refused,
        may_import=may(visit.who, Action.IMPORT_CASE),
        may_export=may(visit.who, Action.EXPORT_CASE),
        **framed(visit, file, "files"),
    )


def _review(visit: Visit) -> Response:
    """Show what the file would add. The file comes back with the form: nothing of it is kept before it is accepted."""
    file, sent = opened(visit), visit.files.get("case")
    if sent is None or not sent.content:
        return _page(visit, file, (Refused("case", "no file was chosen", "choose a case file, YAML or JSON"),))
    name = sent.name if sent.name.endswith((".yaml", ".yml", ".json")) else "case.yaml"
    try:
        document = read_case_text(sent.content, name, visit.site.guideline)
    except InputError as error:
        return _page(visit, file, tuple(Refused("case", str(one), "") for one in error.problems))
    return _reviewed(visit, file, document, ())


def _reviewed(visit: Visit, file: PatientFile, document: dict[str, Any], refused: Sequence[Refused]) -> Response:
    found = _reviewable(document, file)
    offered = [_offered(number, one, visit.site.guideline) for number, one in enumerate(found)]
    return page(
        visit,
        "review.html",
        422 if refused else 200,
        offered=[one for one in offered if one.standing is not Novelty.SAME],
        left_out=[key for key in ABOUT if document.get(key) is not None],
        same=sum(one.standing is Novelty.SAME for one in offered),
        document=canonical.write(document),
        seen=canonical.write([None if one.there is None else one.there.id for one in found]),
        request=secrets.token_urlsafe(8),
        refused=refused,
        **framed(visit, file, "files"),
    )


def _reviewable(document: dict[str, Any], file: PatientFile) -> tuple[Incoming, ...]:
    """What the file says of the patient; its own name, and what a worked case tells and expects, are no facts."""
    return tuple(one for one in incoming(document, file.entries, "case file") if one.new.kind is not EntrySubject.ABOUT)


def _accept(visit: Visit) -> Response:
    """Write what was ticked, if what stood beside it is still what stands."""
    file = opened(visit)
    kept = next(iter(visit.posted.get("document", ())), "{}")
    document = read_case_text(kept.encode(), "case.json", visit.site.guideline)
    found = _reviewable(document, file)
    seen = canonical.read(next(iter(visit.posted.get("seen", ())), "[]"))
    if seen != [None if one.there is None else one.there.id for one in found]:
        told = Refused("review", "something was recorded since the review was opened", "look through it again")
        return _reviewed(visit, file, document, (told,))
    ticked = {int(number) for number in visit.posted.get("accept", ()) if number.isdecimal()}
    news = [one.new for number, one in enumerate(found) if number in ticked and one.standing is not Novelty.SAME]
    if news:
        try:
            accept(visit.site.board, visit.site.guideline, visit.who, file.patient.id, news)
        except InputError as error:
            return _reviewed(visit, file, document, refused_of(error))
    return on_to(f"/patients/{file.patient.id}/facts")


def _export(visit: Visit) -> Response:
    document = export_case(visit.site.board, visit.who, visit.params["patient"], visit.site.today)
    document.setdefault("case", "exported")
    text = write_yaml(as_mapping(to_node(document, "case")))
    return download(text.encode(), "application/yaml", "case.yaml")


def _offered(number: int, one: Incoming, guideline: Guideline) -> Offered:
    element = guideline.elements.get(one.new.key)
    if element is None:
        heading = _HEADINGS.get(one.new.kind, "Other")
        name = _row_name(one, guideline)
        there = "" if one.there is None else written_out(one.there.content)
        return Offered(number, heading, name, written_out(one.new.content), there, one.standing)
    whose = f" (opinion of {one.new.whose})" if one.new.whose else ""
    there = "" if one.there is None else words_of(one.there.content, element)
    heading = element.discipline.capitalize()
    return Offered(number, heading, f"{element.name}{whose}", words_of(one.new.content, element), there, one.standing)


def _row_name(one: Incoming, guideline: Guideline) -> str:
    """What a row is called: an activity by its title, a row of the context by its label."""
    content = one.new.content
    if one.new.kind is EntrySubject.EVENT:
        return guideline.activities[content["activity"]].title
    if one.new.kind is EntrySubject.CONTEXT:
        return next((row.label for row in guideline.context if row.id == one.new.key), one.new.key)
    if one.new.kind is EntrySubject.EXTRAHEPATIC:
        return str(content.get("site", ""))
    return one.new.key.replace("_", " ").capitalize()


PAGES = (
    Page("GET", "/patients/{patient}/files", Action.READ_PATIENT, _show),
    Page("POST", "/patients/{patient}/files", Action.IMPORT_CASE, _review),
    Page("POST", "/patients/{patient}/files/accepted", Action.IMPORT_CASE, _accept),
    Page("POST", "/patients/{patient}/files/export", Action.EXPORT_CASE, _export),
)
