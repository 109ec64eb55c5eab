"""Reads AWS CloudFormation, SAM and templates that CDK wrote: the cloud, machine types, images, models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.evidence import Evidence
from explorer.sources.bedrock_model import bedrock_claims, named_in_resource
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, settings, text_at, value_at

_TYPE = re.compile(r"(AWS|Alexa|Custom)::[\w:-]+")
_NAMED = re.compile(r"(?i)template|stack|cloudformation|sam\b|cfn")
MAX_JSON_BYTES = 8 * 1024 * 1024
"""The limit of CloudFormation itself is 1 MB; what is far larger is no template."""


class CloudFormationSource:
    """Templates, each with the defaults of its own parameters."""

    name = "cloudformation"
    reads = "CloudFormation and SAM templates (YAML, JSON): machine types, images, SageMaker and Bedrock models, AWS."
    does_not_read = "Nested stacks behind addresses; functions other than !Ref and !Sub of a parameter stay open."

    def matches(self, path: PurePosixPath) -> bool:
        """YAML and JSON named like templates, `*.template`, and what CDK wrote into `cdk.out`."""
        name = path.name.lower()
        if name.endswith((".template", ".template.json", ".template.yaml", ".template.yml")):
            return True
        in_folder = any(part.lower() in ("cloudformation", "cfn", "cdk.out") for part in path.parts[:-1])
        return name.endswith((".yaml", ".yml", ".json")) and (in_folder or bool(_NAMED.search(name)))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for the resources of a template; nothing for a file that is none."""
        if file.size > MAX_JSON_BYTES or not _may_be_template(file.read_text()):
            return
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):  # JSON is YAML, so both give lines.
            resources = value_at(document, "Resources")
            if isinstance(resources, dict):
                known = _defaults(value_at(document, "Parameters"))
                for resource in resources.values():
                    yield from _resource(resource, known, site)


def _may_be_template(text: str) -> bool:
    return "Resources" in text and "::" in text


def _defaults(parameters: Tree | None) -> dict[str, LinedText]:
    found: dict[str, LinedText] = {}
    for name, each in parameters.items() if isinstance(parameters, dict) else []:
        default = text_at(each, "Default")
        if default is not None:
            found[str(name)] = default
    return found


def _resource(resource: Tree, known: dict[str, LinedText], site: Site) -> Iterator[Claim]:
    sort = text_at(resource, "Type")
    if sort is None or not _TYPE.fullmatch(sort):
        return
    if sort.startswith("AWS::"):
        yield from site.cloud("aws", site.found(sort.line, f"Type: {sort}", "Type"))
    for above, key, written in settings(value_at(resource, "Properties")):
        value, place = _followed(above, key, written, known)
        if value is None or key == "Fn::GetAtt":
            continue
        default = next((each for name, each in known.items() if written in (name, f"${{{name}}}")), None)
        for line in dict.fromkeys([written.line, *([default.line] if default is not None else [])]):
            yield from _named(place, str(value), site.found(line, f"{place}: {value}", place), site)


def _named(place: str, value: str, found: Evidence, site: Site) -> Iterator[Claim]:
    if name := named_in_resource(value):
        yield from bedrock_claims(name, site, found)
    elif place in ("ModelId", "FoundationModel"):
        yield from bedrock_claims(value, site, found)
    else:
        yield from site.setting(place, value, found)


def _followed(
    above: tuple[str, ...], key: str, written: LinedText, known: dict[str, LinedText]
) -> tuple[str | None, str]:
    """The value, and the property that it is given to; a `Ref` or `Fn::Sub` stands one level below its property."""
    if key == "Ref":
        return (str(known[written]) if written in known else None), above[-1] if above else key
    place = (above[-1] if above else key) if key == "Fn::Sub" else key
    if key == "Fn::Join":
        return None, place
    parts = re.sub(r"\$\{(\w+)\}", lambda match: known.get(match.group(1), match.group()), written)
    return (str(known[written]) if place == key and written in known else parts), place


SOURCE = CloudFormationSource()
