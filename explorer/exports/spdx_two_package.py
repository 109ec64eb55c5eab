"""One component as an SPDX 2.3 package: the standard's own fields, and our words for what it has none for.

Weight files are packages too: a file of SPDX 2 must have a SHA-1, which is hardly ever known of weights.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.exports.bom_outline import Outline
from explorer.exports.cyclonedx_component import is_address, is_expression, own_properties

_PURPOSES = {
    Kind.SYSTEM: "APPLICATION", Kind.AGENT: "APPLICATION", Kind.MCP_SERVER: "APPLICATION", Kind.TOOL: "APPLICATION",
    Kind.PACKAGE: "LIBRARY", Kind.CONTAINER_IMAGE: "CONTAINER", Kind.HARDWARE: "DEVICE", Kind.WEIGHT_FILE: "FILE",
}  # fmt: skip
"""What a package is for, clause 7.24; SPDX 2.3 has no word for models, datasets, services and builds: OTHER."""

_PACKAGE_TYPES = frozenset({"application", "framework", "operating-system", "firmware", "file"})
_CHECKSUMS = {
    "sha1": ("SHA1", 40), "sha256": ("SHA256", 64), "sha384": ("SHA384", 96), "sha512": ("SHA512", 128),
    "md5": ("MD5", 32), "sha3256": ("SHA3-256", 64), "sha3384": ("SHA3-384", 96), "sha3512": ("SHA3-512", 128),
}  # fmt: skip
"""BLAKE3 stands among our words only: the validator that others use takes none of its usual length."""

_CPE = re.compile(r"cpe:2\.3:[aho*-](?::(?:[?*]*[\w\-.~]|\\[^\s\w])+[?*]*|:[*-]){10}")
_PACKAGE_URL = re.compile(r"pkg:[A-Za-z0-9.+-]+/\S+")
_TEXTS = {"description": "description", "copyright": "copyrightText"}


class Licences:
    """The licences of a document: expressions stand as they are, other texts get a reference of their own."""

    def __init__(self) -> None:
        self._references: dict[str, str] = {}

    def reference(self, text: str) -> str:
        """What a package says in `licenseDeclared`."""
        if is_expression(text) and "Ref-" not in text:
            return text  # A reference to a text is one of another document's: this one would not have the text.
        return self._references.setdefault(text, f"LicenseRef-{len(self._references)}")

    def extracted(self) -> list[dict[str, str]]:
        """The texts behind the references."""
        return [
            {"licenseId": reference, "extractedText": text, "name": text}
            for text, reference in self._references.items()
        ]


def package(
    component: Component, plan: Outline, reference: str, parties: Mapping[ComponentId, str], licences: Licences
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The package, and what is said of it in our words."""
    facts = component.attributes
    places = "; ".join(dict.fromkeys(each.place() for each in component.evidence))
    download, home = facts.get("distribution", ""), facts.get("url", "")
    licence = facts.get("licence", "")
    stated = {
        "SPDXID": reference,
        "name": component.name or "-",
        "versionInfo": component.version,
        "primaryPackagePurpose": _purpose(component),
        "supplier": _organisation(parties.get(component.supplier or ComponentId(""), "")),
        "originator": _organisation(_maker(component, plan, parties)),
        "downloadLocation": download if is_address(download) else "NOASSERTION",
        "filesAnalyzed": False,
        "homepage": home if is_address(home) else "",
        "sourceInfo": f"Found at {places}" if places else "",
        # Where sources disagree, the fact holds what each says, and no licence is declared.
        "licenseDeclared": licences.reference(licence) if licence and " | " not in licence else "",
        **{field: facts.get(name, "") for name, field in _TEXTS.items()},
        "checksums": _checksums(facts),
        "externalRefs": _references(component),
    }
    kept = {name: value for name, value in stated.items() if value not in ("", [])}
    return kept, own_properties(component, plan, facts)


def _purpose(component: Component) -> str:
    stated = component.attributes.get("type", "")
    if component.kind is Kind.PACKAGE and stated in _PACKAGE_TYPES:
        return stated.upper()
    return _PURPOSES.get(component.kind, "OTHER")


def _organisation(name: str) -> str:
    """A party as clause 7.5 has it; brackets at its end would be read as an address of mail."""
    return f"Organization: {name}" if name and not name.endswith(")") else ""


def _maker(component: Component, plan: Outline, parties: Mapping[ComponentId, str]) -> str:
    """The one that made it; SPDX 2 has room for one only, so of several none is named."""
    relations = plan.relations.get(component.id, ())
    made = {each.target for each in relations if each.kind is RelationKind.MADE_BY and each.target in parties}
    return parties[made.pop()] if len(made) == 1 else ""


def _checksums(facts: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {"algorithm": algorithm, "checksumValue": facts[name]}
        for name, (algorithm, length) in _CHECKSUMS.items()
        if re.fullmatch(f"[0-9a-f]{{{length}}}", facts.get(name, ""))
    ]


def _references(component: Component) -> list[dict[str, str]]:
    facts = component.attributes
    own = component.id if component.id.startswith("pkg:") else ""
    found = []
    if _PACKAGE_URL.fullmatch(purl := facts.get("purl", own)):
        found.append(("PACKAGE-MANAGER", "purl", purl))
    if _CPE.fullmatch(cpe := facts.get("cpe", "")):
        found.append(("SECURITY", "cpe23Type", cpe))
    names = ("referenceCategory", "referenceType", "referenceLocator")
    return [dict(zip(names, each, strict=True)) for each in found]
