"""Signs that hide made visible: text in, the same text out with an escape in place of each sign that could steer a
terminal, turn the direction of writing or stand unseen.

Data keep what was written; this is for whoever looks at them. Line breaks and tabs stay, and so do what joins letters
in Persian or Hindi and the spaces of typesetters.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\n\t\u200c\u200d"
_HIDING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_IN_JSON = re.compile("[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""What JSON itself would leave as it is; the controls below a space are escapes already."""


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC): é is one name, whether it was typed as one sign or as two."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    r"""The text with what hides as an escape.

    >>> visible("a\x1b[2Jb\u202ec 24\u00a0%")
    'a\\x1b[2Jb\\u202ec 24\xa0%'
    """
    if text.isprintable():
        return text
    return "".join(_escape(sign) if _hides(sign) else sign for sign in text)


def visible_json(content: bytes) -> bytes:
    """The same JSON, what hides in its texts written as ``\\uXXXX``: whoever reads it as JSON reads the same."""
    if content.isascii() and b"\x7f" not in content:
        return content
    text = content.decode()
    if text.isprintable():  # nearly always, and told sooner
        return content
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() if _IN_JSON.search(text) else content


def _hides(sign: str) -> bool:
    return sign not in _KEPT and unicodedata.category(sign) in _HIDING


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode()
