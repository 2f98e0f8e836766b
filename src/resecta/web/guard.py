"""Every request before its page: who comes, whether they may, whether the form is ours. What is not allowed is refused.

This is the one place where the application lets anybody in. The board checks the right again with the patient's team.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resecta.board.rights import Actor, NotAllowedError, may
from resecta.board.sessions import account_of_session
from resecta.lazy_dataclass import dataclass
from resecta.web import cookies
from resecta.web.address import BASE
from resecta.web.csrf import FIELD, HEADER, is_from_here, is_ours, mark_of
from resecta.web.failures import Failure, answer_for
from resecta.web.visit import Open, Page, Upload, Visit

if TYPE_CHECKING:
    from resecta.web.site import Site

MOST_FIELDS = 4000
"""Fields of one form: a case with every lesion and event that can be."""


def route(site: Site, page: Page) -> Route:
    """The page as a route of the application."""
    return Route(page.path, _endpoint(site, page), methods=[page.method], name=f"{page.method} {page.path}")


def _endpoint(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        sent = await _sent(request)
        return await run_in_threadpool(_answered, site, page, request, sent)

    return endpoint


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came with a request: the fields and files of a form, or the body that a program sent."""

    posted: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    body: bytes = b""


async def _sent(request: Request) -> _Sent:
    if request.method == "GET":
        return _Sent()
    if _is_program(request):
        return _Sent(body=await request.body())
    posted: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    form: FormData
    async with request.form(max_files=4, max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = Upload(value.filename or "", await value.read())
            else:
                posted.setdefault(name, []).append(value)
    return _Sent(posted, files)


def _is_program(request: Request) -> bool:
    return request.url.path.startswith(f"{BASE}/")


def _answered(site: Site, page: Page, request: Request, form: _Sent) -> Response:
    """The page's answer, or the answer to what went wrong; both carry the cookies of the visit."""
    token = request.cookies.get(cookies.session_name(site.settings))
    mark = request.cookies.get(cookies.FORM) or cookies.new_mark()
    visit = _visit(site, request, form, None, token, mark)
    try:
        account = None if token is None else account_of_session(site.board, token)
        actor = None if account is None else account.actor
        visit = _visit(site, request, form, actor, token, mark)
        refused = _refused(page, visit, request)
        answer = refused if refused is not None else page.answer(visit)
    except Exception as error:  # noqa: BLE001 - every failure has a page, and none says anything of a patient
        answer = answer_for(visit, error)
    request.state.account = None if visit.actor is None else visit.actor.account
    if visit.actor is not None and page.method != "GET" and answer.status_code < HTTPStatus.BAD_REQUEST:
        site.last_saved[visit.browser] = site.board.clock()
        site.recorded.set()
    if visit.actor is None:
        cookies.set_mark(answer, site.settings, mark)
    return answer


def _visit(
    site: Site,
    request: Request,
    form: _Sent,
    actor: Actor | None,
    token: str | None,
    mark: str,
) -> Visit:
    return Visit(
        site=site,
        actor=actor,
        token=token if actor is not None else None,
        browser="" if token is None else mark_of(token),
        csrf=mark_of(token if actor is not None and token is not None else mark),
        params=dict(request.path_params),
        query=dict(request.query_params),
        cookies=dict(request.cookies),
        posted=form.posted,
        files=form.files,
        address="" if request.client is None else request.client.host,
        fragment=request.headers.get("x-fragment") == "1",
        body=form.body,
        program=_is_program(request),
    )


def _refused(page: Page, visit: Visit, request: Request) -> Response | None:
    """Why this page is not answered; None where it is."""
    if page.action is not Open.ANYBODY and visit.actor is None:
        return answer_for(visit, Failure.SIGNED_OUT)
    if not isinstance(page.action, Open) and not may(visit.who, page.action):
        return answer_for(visit, NotAllowedError(page.action))
    if page.method != "GET" and not _is_ours(page, visit, request):
        return answer_for(visit, Failure.FOREIGN_FORM)
    return None


def _is_ours(page: Page, visit: Visit, request: Request) -> bool:
    brought = request.headers.get(HEADER) or next(iter(visit.posted.get(FIELD, ())), "")
    token = visit.token or request.cookies.get(cookies.FORM)
    from_here = is_from_here(*(request.headers.get(name) for name in ("origin", "sec-fetch-site", "host")))
    if visit.program and page.action is Open.ANYBODY:
        return from_here  # signing in by credentials in the body: no browser sends JSON to us for another site
    return token is not None and from_here and is_ours(token, brought)
