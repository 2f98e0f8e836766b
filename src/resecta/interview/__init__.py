"""An interview: a guideline and a case, perhaps empty, in; the questions that still matter and a case file out.

``Interview`` knows what to ask next and why; ``converse`` holds it over two functions, one that says and one that asks.
"""

from resecta.interview.conversation import Ending, Held, converse
from resecta.interview.draft import Draft
from resecta.interview.interview import Interview
from resecta.interview.question import Question
from resecta.interview.talk import Talk

__all__ = ["Draft", "Ending", "Held", "Interview", "Question", "Talk", "converse"]
