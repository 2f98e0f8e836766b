"""Signing in by a hospital's own provider (OpenID Connect): code flow with PKCE; changed keys are fetched anew."""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from resecta.board.moment import Clock
from resecta.lazy_dataclass import dataclass

ALGORITHMS = ["RS256", "PS256", "ES256"]
LEEWAY_SECONDS = 60
"""How far the provider's clock and ours may differ."""
TIMEOUT_SECONDS = 5.0
SIGN_IN = "in"
"""The purpose of a sign-in that is nothing else."""


class ProviderError(Exception):
    """The provider cannot be reached, or what it says is not to be believed. The words hold nothing of a person."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What the hospital's provider knows the board by. ``issuer`` is its address, ``back`` where it sends people back
    to.
    """

    issuer: str
    client_id: str
    client_secret: str
    back: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that has begun: kept in the browser until the provider sends it back. ``purpose``: ``SIGN_IN``, or the
    id of a decision that somebody is about to sign.
    """

    state: str
    nonce: str
    verifier: str
    purpose: str

    def text(self) -> str:
        """As a cookie holds it."""
        return f"{self.state}.{self.nonce}.{self.verifier}.{self.purpose}"

    @classmethod
    def read(cls, text: str) -> Begun | None:
        """From a cookie; None for what is none."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == 4 and all(parts) else None


class Provider:
    """A provider, its addresses and its keys as last seen."""

    def __init__(
        self,
        settings: ProviderSettings,
        clock: Clock,
        client: Callable[[], httpx.Client] = lambda: httpx.Client(timeout=TIMEOUT_SECONDS),
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._client = client
        self._lock = threading.Lock()
        self._addresses: dict[str, Any] = {}
        self._keys: jwk.KeySet | None = None

    def begin(self, purpose: str = SIGN_IN) -> tuple[str, Begun]:
        """Where to send the browser, and what it must bring back. For a signature the provider asks anew who it is.

        Raises ProviderError.
        """
        state, nonce, verifier = (secrets.token_urlsafe(24) for _ in range(3))
        begun = Begun(state, nonce, verifier, purpose)
        digest = hashlib.sha256(begun.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.settings.client_id,
            "redirect_uri": self.settings.back,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **({} if purpose == SIGN_IN else {"prompt": "login", "max_age": "0"}),
        }
        return f"{self._address('authorization_endpoint')}?{urlencode(asked)}", begun

    def subject(self, begun: Begun, state: str, code: str, within: datetime.timedelta) -> str:
        """Issuer and subject of whoever comes back, as accounts are bound to them. ``within``: how long ago they may
        have shown who they are, where it is for a signature. Raises ProviderError.
        """
        if not secrets.compare_digest(begun.state.encode(), state.encode()):
            raise ProviderError("this sign-in was not begun here")
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.settings.back,
            "code_verifier": begun.verifier,
        }
        credentials = (self.settings.client_id, self.settings.client_secret)
        answer = self._asked("POST", self._address("token_endpoint"), data=sent, auth=credentials)
        claims = self._claims(str(answer.get("id_token", "")), begun.nonce)
        if begun.purpose != SIGN_IN and not self._is_fresh(claims.get("auth_time"), within):
            raise ProviderError("the provider has not asked anew who you are")
        return f"{self.settings.issuer} {claims['sub']}"

    def _is_fresh(self, auth_time: object, within: datetime.timedelta) -> bool:
        """Whether it says that it has just asked: our request can be altered on its way, its answer cannot."""
        if not isinstance(auth_time, int | float) or isinstance(auth_time, bool):
            return False
        age = self._clock().timestamp() - auth_time
        return -LEEWAY_SECONDS <= age <= within.total_seconds() + LEEWAY_SECONDS

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        registry = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            nonce={"essential": True, "value": nonce},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        )
        for keys in (self._key_set, self._fetched_keys):  # a key that is not known may be a new one: fetched once more
            try:
                claims = jwt.decode(token, keys(), algorithms=ALGORITHMS).claims
            except (JoseError, ValueError):
                continue
            try:
                registry.validate(claims)
            except JoseError:
                break
            return dict(claims)
        raise ProviderError("what the provider says cannot be believed")

    def _key_set(self) -> jwk.KeySet:
        return self._keys or self._fetched_keys()

    def _fetched_keys(self) -> jwk.KeySet:
        found = self._asked("GET", self._address("jwks_uri"))
        try:
            keys = jwk.KeySet.import_key_set(found)  # type: ignore[arg-type]  # checked by the library itself
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderError("the provider's keys cannot be read") from None
        with self._lock:
            self._keys = keys
        return keys

    def _address(self, name: str) -> str:
        if not self._addresses:
            found = self._asked("GET", f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.settings.issuer:
                raise ProviderError("the provider calls itself by another name")
            self._addresses = found
        return str(self._addresses.get(name, ""))

    def _asked(self, method: str, address: str, **sent: Any) -> dict[str, Any]:
        try:
            with self._client() as client:
                answer = client.request(method, address, **sent)
                answer.raise_for_status()
                found = answer.json()
        except (httpx.HTTPError, ValueError):
            raise ProviderError("the provider does not answer") from None
        if not isinstance(found, dict):
            raise ProviderError("the provider does not answer as a provider does")
        return found
