"""Whatever a case file says, the page shows it as text and keeps its shape."""

from __future__ import annotations

import pytest
from browser import Browser

from resecta.case import case_from
from resecta.draw.page import render
from resecta.guideline.pack import Guideline
from resecta.timeline import assessment

pytestmark = pytest.mark.slow

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</style><img src=x onerror=\"document.title='owned'\">",
    "\"><svg onload=document.title='owned'>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1) '\"`&lt;&#60;",
    "]]></svg><iframe src=//example.org>",
    "} body { display: none } /*",
)


def _page(guideline: Guideline, text: str, case_id: str = "P04") -> str:
    case = case_from(
        {
            "case": case_id,
            "assessed_on": "2026-03-09",
            "facts": {
                "age": {"value": 50, "source": text},
                "sex": "female",
                "greatest_threat": {
                    "opinions": [
                        {"by": text, "value": "liver", "date": "2026-03-01"},
                        {"by": "Dr B", "value": "primary", "date": "2026-03-02"},
                    ]
                },
            },
            "context": {"question": text, "wishes": text, "notes": text, "images": [{"kind": text}]},
        },
        guideline,
    )
    return render(guideline, assessment(guideline, case))


def test_markup_in_every_text_field_is_shown_as_text(guideline: Guideline, browser: Browser) -> None:
    for text in HOSTILE:
        page = browser.open(_page(guideline, text, case_id=text))
        page.wait_for_timeout(20)
        assert page.title() != "owned"
        assert page.locator("main script, main img, main iframe").count() == 0
        assert page.locator("body").evaluate("each => getComputedStyle(each).display") != "none"
        assert text in page.locator(".asked").inner_text()
        assert page.locator("h1 bdi").inner_text().strip() == text.strip()


def test_a_word_of_300_letters_does_not_widen_the_page(guideline: Guideline, browser: Browser) -> None:
    word = "x" * 300
    for width in (390, 1440):
        page = browser.open(_page(guideline, word, case_id=word), width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_from_right_to_left_leaves_its_surroundings_alone(guideline: Guideline, browser: Browser) -> None:
    text = "מטופל מבקש לא לנתח"
    page = browser.open(_page(guideline, text))
    assert page.locator("bdi", has_text=text).count() >= 2
    assert page.locator("html").get_attribute("dir") is None


def test_signs_that_turn_the_direction_are_taken_out(guideline: Guideline) -> None:
    assert "\u202e" not in _page(guideline, "abc\u202edcba")
