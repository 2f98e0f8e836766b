"""A provider that speaks real HTTP: its keys change, its clock differs, and not all that it says is believed."""

from __future__ import annotations

import datetime
import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import Response
from joserfc import jwk, jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.board.conftest import Ticking
from tests.web.conftest import Room, Visitor, password_of
from tests.web.served import served
from tests.web.test_deciding import SIMULTANEOUS, listed, propose

from resecta.board import SYSTEM
from resecta.board.credentials import give_subject
from resecta.board.moment import now
from resecta.web.application import application
from resecta.web.provider import Provider, ProviderSettings


@dataclass
class Hospital:
    """A small provider. ``claims`` are said instead of what would be true; ``skew`` is how far its clock is off."""

    address: str = ""
    nonce: str = ""
    skew: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    key: jwk.RSAKey = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "first"}))
    published: jwk.RSAKey | None = None
    asked_for_keys: int = 0
    asked: dict[str, str] = field(default_factory=dict)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.configuration),
                Route("/keys", self.keys),
                Route("/token", self.token, methods=["POST"]),
            ]
        )

    async def configuration(self, _request: Request) -> JSONResponse:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.address, **{key: f"{self.address}/{end}" for key, end in ends.items()}})

    async def keys(self, _request: Request) -> JSONResponse:
        self.asked_for_keys += 1
        return JSONResponse({"keys": [(self.published or self.key).as_dict(private=False)]})

    async def token(self, request: Request) -> JSONResponse:
        form = await request.form()
        if form["code"] != "right" or not form["code_verifier"] or "authorization" not in request.headers:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time()) + self.skew
        true = {"iss": self.address, "aud": "board", "sub": "p-17", "nonce": self.nonce, "iat": now, "exp": now + 120}
        if "max_age" in self.asked:
            true["auth_time"] = now
        claims = {key: value for key, value in {**true, **self.claims}.items() if value is not None}
        header = {"alg": "RS256", "kid": str(self.key.kid)}
        return JSONResponse({"id_token": jwt.encode(header, claims, self.key)})


@dataclass(frozen=True)
class Meeting:
    """A board and the provider of its hospital."""

    hospital: Hospital
    client: TestClient

    def begin(self) -> str:
        """Go to the provider; the state that it must send back."""
        there = self.client.get("/sign-in/provider")
        assert there.status_code == 303, there.text
        return self.arrives(there.headers["location"])

    def arrives(self, address: str) -> str:
        """The browser comes to the provider; the state that it must send back."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        self.hospital.nonce, self.hospital.asked = asked["nonce"], asked
        return asked["state"]

    def signed_in(self, code: str = "right", state: str | None = None) -> bool:
        begun = self.begin()
        back = self.client.get("/sign-in/back", params={"state": begun if state is None else state, "code": code})
        assert back.status_code in (303, 401), back.text
        return back.status_code == 303 and self.client.get("/patients").status_code == 200


@pytest.fixture
def meeting(room: Room) -> Iterator[Meeting]:
    hospital = Hospital()
    with served(hospital.app()) as address:
        hospital.address = address
        give_subject(room.site.board, SYSTEM, room.people["surgeon"].account, f"{address} p-17")
        told = ProviderSettings(address, "board", "secret", "http://board.example/sign-in/back")
        site = replace(room.site, provider=Provider(told, now))
        yield Meeting(hospital, TestClient(application(site), base_url="http://board.example", follow_redirects=False))


def test_somebody_of_the_hospital_signs_in_without_a_password_of_ours(meeting: Meeting) -> None:
    assert "Sign in with the hospital" in meeting.client.get("/sign-in").text
    assert meeting.signed_in()


def test_a_new_key_of_the_provider_is_fetched_when_it_is_met(meeting: Meeting) -> None:
    assert meeting.signed_in()
    assert meeting.signed_in()
    assert meeting.hospital.asked_for_keys == 1
    meeting.hospital.key = jwk.RSAKey.generate_key(2048, {"kid": "second"})
    assert meeting.signed_in()
    assert meeting.hospital.asked_for_keys == 2


@pytest.mark.parametrize(("skew", "believed"), [(-45, True), (45, True), (-400, False), (400, False)])
def test_clocks_may_differ_by_a_minute(meeting: Meeting, skew: int, believed: bool) -> None:
    meeting.hospital.skew = skew
    assert meeting.signed_in() is believed


@pytest.mark.parametrize(
    "claims",
    [{"aud": "another"}, {"iss": "http://another"}, {"nonce": "old"}, {"sub": None}, {"exp": None}, {"sub": "p-18"}],
    ids=str,
)
def test_what_is_not_for_us_now_is_not_believed(meeting: Meeting, claims: dict[str, Any]) -> None:
    meeting.hospital.claims = claims
    assert not meeting.signed_in()


def test_an_answer_that_was_not_asked_for_here_signs_nobody_in(meeting: Meeting) -> None:
    assert not meeting.signed_in(state="another")
    assert not meeting.signed_in(code="wrong")
    meeting.client.cookies.clear()
    assert meeting.client.get("/sign-in/back", params={"state": "x", "code": "right"}).status_code == 401


def test_a_token_that_somebody_else_has_signed_is_not_believed(meeting: Meeting) -> None:
    meeting.hospital.published = meeting.hospital.key
    meeting.hospital.key = jwk.RSAKey.generate_key(2048, {"kid": "first"})
    assert not meeting.signed_in()


def test_a_board_without_a_provider_has_no_such_page(room: Room) -> None:
    assert room.stranger().get("/sign-in/provider").status_code == 404
    assert "hospital’s account" not in room.stranger().get("/sign-in").text


@dataclass(frozen=True)
class Signing:
    """A proposed decision, opened by the chair at the board's machine, where people sign through their provider."""

    hospital: Meeting
    chair: Visitor
    decision: str

    def comes_back(self, fields: dict[str, str] | None = None, **claims: Any) -> Response:
        """Somebody shows who they are at the provider, which says so or something else. ``fields`` were typed before
        they left.
        """
        page = self.chair.post(self.decision, f"{self.decision}/prove", fields=fields or {})
        found = re.search(r'content="0;url=([^"]+)"', page.text)
        assert found, page.text
        state = self.hospital.arrives(html.unescape(found[1]))
        self.hospital.hospital.claims = claims
        return self.chair.get(f"/sign-in/back?state={state}&code=right")

    def signs(self) -> Response:
        return self.chair.fill(self.decision, f"{self.decision}/sign")


@pytest.fixture
def signing(room: Room, clock: Ticking, meeting: Meeting, case_files: dict[str, Path]) -> Signing:
    clock.at, clock.step = now(), datetime.timedelta(0)
    _, item = listed(room, case_files[SIMULTANEOUS])
    chair = Visitor(meeting.client)
    assert chair.sign_in("chair", password_of("chair")).status_code == 303
    decision = propose(chair, item, strategy="simultaneous_resection").headers["location"]
    return Signing(meeting, chair, decision)


def test_somebody_without_a_password_signs_by_showing_anew_who_they_are(signing: Signing) -> None:
    assert "Show who you are" in signing.chair.get(signing.decision).text
    assert signing.comes_back().headers["location"] == signing.decision
    asked = signing.hospital.hospital.asked
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    text = signing.chair.get(signing.decision).text
    assert "Surgeon</bdi></b> has shown who they are" in text
    assert signing.signs().status_code == 303
    assert "by provider" in signing.chair.get(signing.decision).text
    assert "Chair" in signing.chair.get("/account").text  # it signs nobody in


OLD_AND_AHEAD = {"a quarter of an hour ago": -900, "in a quarter of an hour": 900}


@pytest.mark.parametrize("said", [None, 0, "now", True, *OLD_AND_AHEAD], ids=str)
def test_an_old_sign_in_at_the_provider_signs_nothing(signing: Signing, said: object) -> None:
    moved = OLD_AND_AHEAD.get(str(said))
    refused = signing.comes_back(auth_time=said if moved is None else int(time.time()) + moved)
    assert refused.status_code == 422
    assert "has not asked anew" in refused.text
    assert "has shown who they are" not in signing.chair.get(signing.decision).text
    forced = {"by_provider": "yes"}
    assert signing.chair.post(signing.decision, f"{signing.decision}/sign", fields=forced).status_code == 422


def test_what_was_shown_is_for_one_decision_one_browser_and_two_minutes(clock: Ticking, signing: Signing) -> None:
    signing.comes_back()
    forced = {"by_provider": "yes"}
    app = signing.chair.client.app
    other = Visitor(TestClient(app, base_url="http://board.example", follow_redirects=False))
    other.sign_in("chair", password_of("chair"))
    assert other.post(signing.decision, f"{signing.decision}/sign", fields=forced).status_code == 422
    clock.at += datetime.timedelta(minutes=3)
    assert signing.chair.post(signing.decision, f"{signing.decision}/sign", fields=forced).status_code == 422


def test_somebody_whom_the_board_does_not_know_signs_nothing(signing: Signing) -> None:
    refused = signing.comes_back(sub="p-18")
    assert refused.status_code == 422
    assert "no account is bound to you" in refused.text.lower()


def test_words_of_an_addendum_are_there_when_its_writer_is_back_for_nobody_else_and_not_for_ever(
    clock: Ticking, signing: Signing
) -> None:
    chair, decision = signing.chair, signing.decision
    for who in ("chair", "surgeon"):
        fields = {"username": who, "password": password_of(who)}
        assert chair.fill(decision, f"{decision}/sign", **fields).status_code == 303
    words = "The patient was told; more lesions <on> the day"
    signing.comes_back(fields={"words": words})
    assert f">{html.escape(words)}</textarea>" in chair.get(decision).text
    other = Visitor(TestClient(chair.client.app, base_url="http://board.example", follow_redirects=False))
    other.sign_in("chair", password_of("chair"))
    assert "The patient was told" not in other.get(decision).text
    clock.at += datetime.timedelta(minutes=11)
    assert "The patient was told" not in chair.get(decision).text
    signing.comes_back(fields={"words": words})
    assert chair.fill(decision, f"{decision}/addenda", by_provider="yes").status_code == 303
    text = chair.get(decision).text
    assert f"<bdi>{html.escape(words)}</bdi>" in text
    assert f"{html.escape(words)}</textarea>" not in text
