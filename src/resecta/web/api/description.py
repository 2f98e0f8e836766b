"""The description of the API (OpenAPI 3.1), made from the table of what there is."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from resecta import __version__
from resecta.web.api import problems
from resecta.web.api.resource import Resource
from resecta.web.api.resources import RESOURCES
from resecta.web.visit import Open

_PLACE = re.compile(r"\{(\w+)\}")


@cache
def description() -> dict[str, Any]:
    """The whole document."""
    bodies = [one.takes for one in RESOURCES if one.takes is not None]
    refs, components = msgspec.json.schema_components(dict.fromkeys(bodies), ref_template="#/components/schemas/{name}")
    schemas = dict(zip(dict.fromkeys(bodies), refs, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in RESOURCES:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Resecta board", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": problems.SCHEMA},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "board_session"},
                "mark": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
            },
        },
    }


def _operation(one: Resource, schemas: dict[Any, Any]) -> dict[str, Any]:
    wrong = {
        "description": "What is wrong",
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    right = {"description": "Done", "content": {"application/json": {"schema": {}}}}
    operation: dict[str, Any] = {
        "summary": one.says,
        "description": f"Takes the right: {one.action}.",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in _PLACE.findall(one.path)
        ],
        "responses": {"200": right, "201": right, **dict.fromkeys(_FAILURES, wrong)},
    }
    if one.action is not Open.ANYBODY:
        operation["security"] = [{"session": []} if one.method == "GET" else {"session": [], "mark": []}]
    if one.takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schemas[one.takes]}}}
    return operation


_FAILURES = ("400", "401", "403", "404", "405", "409", "413", "422", "429", "500", "503")
