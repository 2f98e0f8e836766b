"""Assess a case: a guideline and what is known of one patient in; explained, three-valued advice out."""

from resecta.advice.assess import assess
from resecta.advice.contract import to_json
from resecta.advice.model import Advice

__all__ = ["Advice", "assess", "to_json"]
