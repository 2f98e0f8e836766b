"""One's own account: password, second factor by QR code, the secret address of one's calendar."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import segno
from markupsafe import Markup

from resecta.board.calendars import new_calendar
from resecta.board.credentials import Proved, change_password, set_up_code
from resecta.board.passwords import SHORTEST, address_of, new_secret
from resecta.board.sessions import account_of_session
from resecta.document import InputError
from resecta.web.answers import page
from resecta.web.pages.decisions import proved_now
from resecta.web.posted import Refused, refused_of
from resecta.web.visit import Open, Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from resecta.board.accounts import Account
    from resecta.web.visit import Visit


def _show(visit: Visit) -> Response:
    return _page(visit, ())


def _page(visit: Visit, refused: Sequence[Refused], **more: Any) -> Response:
    values = {"calendar": "", "qr": "", "secret": "", "said": "", **more}
    status = 422 if refused else 200
    return page(visit, "account.html", status, account=_own(visit), refused=refused, shortest=SHORTEST, **values)


def _own(visit: Visit) -> Account:
    account = account_of_session(visit.site.board, visit.token or "")
    if account is None:
        raise RuntimeError("the session ended while its page was made")
    return account


def _password(visit: Visit) -> Response:
    proved = _proved(visit)
    if isinstance(proved, Refused):
        return _page(visit, (proved,))
    try:
        wanted = next(iter(visit.posted.get("new_password", ())), "")
        change_password(visit.site.board, proved, wanted, keep=visit.token or "")
    except InputError as error:
        told = [Refused("new_password", one.message, one.mend) for one in refused_of(error)]
        return _page(visit, told)
    return _page(visit, (), said="Your password is changed.")


def _begin_code(visit: Visit) -> Response:
    """Show a secret; it counts once a code of it has come back."""
    if not visit.site.board.settings.seal.keys:
        mend = "ask the administrator: `resecta db seal-key` makes one"
        return _page(visit, (Refused("code-new", "this board has no key to keep a secret by", mend),))
    return _with_secret(visit, new_secret(), ())


def _with_secret(visit: Visit, secret: str, refused: Sequence[Refused]) -> Response:
    address = address_of(secret, _own(visit).username)
    return _page(visit, refused, secret=secret, qr=qr_code(address))


def qr_code(text: str) -> Markup:
    """A QR code as a picture within the page; its colours are the page's."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, title="QR code of your secret", omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made here from a secret and an account's name, escaped by segno


def _code(visit: Visit) -> Response:
    proved = _proved(visit)
    secret = visit.text("secret")
    if isinstance(proved, Refused):
        return _with_secret(visit, secret, (proved,))
    try:
        set_up_code(visit.site.board, proved, secret, visit.text("new_code"))
    except InputError as error:
        told = [Refused("new_code", one.message, one.mend) for one in refused_of(error)]
        return _with_secret(visit, secret, told)
    return _page(visit, (), said="From now on you are asked for a one-time code.")


def _proved(visit: Visit) -> Proved | Refused:
    """The person themselves, by the password that they have just given. Nobody changes another's."""
    proved = proved_now(visit)
    if isinstance(proved, Proved) and proved.account.id != visit.who.account:
        return Refused("username", "this is another person's account", "give your own name and password")
    return proved


def _calendar(visit: Visit) -> Response:
    """A new secret address; it is shown once, and an earlier one ends."""
    return _page(visit, (), calendar=f"/calendar/{new_calendar(visit.site.board, visit.who)}.ics")


PAGES = (
    Page("GET", "/account", Open.SIGNED_IN, _show),
    Page("POST", "/account/password", Open.SIGNED_IN, _password),
    Page("POST", "/account/code/new", Open.SIGNED_IN, _begin_code),
    Page("POST", "/account/code", Open.SIGNED_IN, _code),
    Page("POST", "/account/calendar", Open.SIGNED_IN, _calendar),
)
