"""Dockerfile and compose.yaml agree with the code, as far as reading them can tell: nothing here builds an image."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import click
import yaml
from click.testing import CliRunner

from resecta.cli import resecta
from resecta.cli.serve import serve

ROOT = Path(__file__).parents[2]
DOCKERFILE = [
    (words[0], words[2])
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#") and (words := line.partition(" "))[0].isupper()
]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]


def told(instruction: str) -> list[str]:
    return [rest for name, rest in DOCKERFILE if name == instruction]


def commands() -> list[list[str]]:
    """Every command of ours that a container runs, without its program."""
    found = [json.loads(told("CMD")[-1])]
    for service in SERVICES.values():
        command = service.get("command", [])
        inner = command[2].split("&&") if command[:2] == ["sh", "-c"] else [shlex.join(command)]
        found += [shlex.split(one) for one in inner]
    return [words[1:] for words in found if words[:1] == ["resecta"]]


def variables(text: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)", text))


def test_every_file_that_the_image_takes_is_there() -> None:
    taken = [word for rest in told("COPY") if not rest.startswith("--from") for word in rest.split()[:-1]]
    assert {"requirements-board.lock", "requirements-build.lock", "."} == set(taken)
    assert all((ROOT / word).exists() for word in taken)
    stages = {rest.split(" AS ")[1] for rest in told("FROM") if " AS " in rest}
    assert {rest.split()[0] for rest in told("COPY") if rest.startswith("--from")} == {
        f"--from={one}" for one in stages
    }
    assert told("USER") == ["board"]


def test_every_command_of_a_container_is_one_of_ours_with_options_of_its_own() -> None:
    assert [words[0] for words in commands()] == ["serve", "db", "db"]
    for words in commands():
        command: click.Command = resecta
        while isinstance(command, click.Group):
            inner = command.get_command(click.Context(command), words.pop(0))
            assert inner is not None
            command = inner
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known
        if command is not serve:
            environment = {"RESECTA_DATABASE": "sqlite:////no/such/folder/board.db"}
            done = CliRunner().invoke(command, words, env=environment)
            assert "Usage" not in done.output, done.output  # the words are taken; the database is not there


def test_ports_agree() -> None:
    port = next(one.default for one in serve.params if one.name == "port")
    assert told("EXPOSE") == [str(port)]
    assert f":{port}/readyz" in told("HEALTHCHECK")[0]
    assert f"board:{port}" in SERVICES["proxy"]["command"]


def test_every_setting_is_read_by_the_code_and_every_secret_named_at_the_top() -> None:
    given = {name for service in SERVICES.values() for name in service.get("environment", {})}
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    ours = {name for name in given if name.startswith("RESECTA_")}
    assert ours == {"RESECTA_DATABASE", "RESECTA_SEAL_KEY", "RESECTA_TIME_ZONE"}
    assert all(f'"{name}"' in source for name in ours)
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    head = text.partition("services:")[0]
    assert all(name in head for name in variables(text))
    assert variables(text) == set(re.findall(r"\$\{(\w+):\?", text)), "each is refused once where it is not set"


def test_the_application_is_another_user_of_the_database_than_the_owner_of_its_tables() -> None:
    owner = SERVICES["database"]["environment"]["POSTGRES_USER"]
    application = re.findall(r"CREATE ROLE (\w+) LOGIN", COMPOSE["configs"]["roles"]["content"])
    assert [owner, *application] == [
        re.findall(r"//(\w+):", SERVICES[name]["environment"]["RESECTA_DATABASE"])[0] for name in ("upgrade", "board")
    ]
    assert owner not in application
    assert f"resecta db grant {application[0]}" in SERVICES["upgrade"]["command"][-1]
    (mounted,) = SERVICES["database"]["configs"]
    assert mounted["source"] in COMPOSE["configs"]
    assert os.path.dirname(mounted["target"]) == "/docker-entrypoint-initdb.d"  # noqa: PTH120 - a path of the container, not of this machine


def test_a_service_waits_for_services_that_there_are() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= SERVICES.keys()
    volumes = {one.partition(":")[0] for service in SERVICES.values() for one in service.get("volumes", ())}
    assert volumes == COMPOSE["volumes"].keys()
