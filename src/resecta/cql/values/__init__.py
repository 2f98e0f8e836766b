"""The values of the language (``scalars``), and what can be done with them: compared, counted, converted."""

from resecta.cql.values.scalars import (
    CALENDAR_UNITS,
    Date,
    Interval,
    Quantity,
    Value,
    days_in_month,
    escape,
    literal,
    singular,
)

__all__ = ["CALENDAR_UNITS", "Date", "Interval", "Quantity", "Value", "days_in_month", "escape", "literal", "singular"]
