"""Write the software bill of materials: what Resecta is made of, with versions, hashes and licences, as CycloneDX.

The releases and hashes are those of ``requirements.lock``; the licences those that the installed releases state.
"""

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

import resecta

ROOT = Path(__file__).parents[2]
SBOM = ROOT / "build" / "resecta.cdx.json"
VERSION = SchemaVersion.V1_6
OF_CLASSIFIERS = {"BSD License": "BSD-3-Clause", "MIT License": "MIT", "Apache Software License": "Apache-2.0"}
"""What releases that state no expression mean by the old words."""
READ_IN_THE_FILE = {"resvg-py": "MIT"}
"""Releases that state a licence in their licence file alone."""
TYPEFACE = ("resecta-sans", "OFL-1.1")


def licence_of(name: str) -> str:
    """The licence that an installed release states, as an SPDX expression."""
    if name in READ_IN_THE_FILE:
        return READ_IN_THE_FILE[name]
    about = importlib.metadata.metadata(name)
    if about["License-Expression"]:
        return str(about["License-Expression"])
    classifiers = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if "License ::" in line]
    known = [OF_CLASSIFIERS[each] for each in classifiers if each in OF_CLASSIFIERS]
    stated = str(about["License"])
    return " OR ".join(known) if known else OF_CLASSIFIERS.get(stated, stated)


def locked() -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes of every release that the lock pins."""
    for entry in re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text().strip()):
        pin = re.match(r"([a-z0-9.-]+)==(\S+)", entry)
        assert pin is not None
        yield pin[1], pin[2], re.findall(r"sha256:([0-9a-f]{64})", entry)


def bill() -> Bom:
    """The bill: Resecta itself, the typeface in it, and every release that it runs with."""
    licences = LicenseFactory()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom = Bom()
    bom.metadata.component = Component(
        name="resecta",
        version=resecta.__version__,
        type=ComponentType.APPLICATION,
        licenses=[licences.make_from_string(project["license"])],
        bom_ref="resecta",
    )
    name, licence = TYPEFACE
    parts = [Component(name=name, type=ComponentType.DATA, licenses=[licences.make_from_string(licence)], bom_ref=name)]
    for name, version, hashes in locked():
        parts.append(
            Component(
                name=name,
                version=version,
                purl=PackageURL("pypi", None, name, version),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes],
                licenses=[licences.make_from_string(licence_of(name))],
                bom_ref=f"{name}=={version}",
            )
        )
    bom.components.update(parts)
    bom.register_dependency(bom.metadata.component, parts)
    return bom


def main() -> None:
    SBOM.parent.mkdir(exist_ok=True)
    make_outputter(bill(), OutputFormat.JSON, VERSION).output_to_file(str(SBOM), allow_overwrite=True, indent=2)
    sys.stdout.write(f"{SBOM.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
