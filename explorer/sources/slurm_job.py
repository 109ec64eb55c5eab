"""Which accelerators a Slurm job asks for: `#SBATCH --gres=gpu:a100:4`, `--gpus=h100:2`, `--constraint=a100`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.knowledge.hardware import accelerator_named
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site

_OPTION = re.compile(
    r"(?m)^#SBATCH\s+(?:--(?:gres|gpus|gpus-per-node|gpus-per-task|constraint|partition)(?:=|\s+)|-[GCp]\s*)([^\s#]+).*$"
)
_PARTS = re.compile(r"[,|&:()\[\]_-]+")
_SOME_CHIP = re.compile(r"^#SBATCH\s+(?:--gpus[\w-]*(?:=|\s+)|-G\s*|--gres(?:=|\s+)gpu:)[1-9]")
_OF_AMD = re.compile(r"(?i)\brocm|\bhip_|\bMI\d{3}|HSA_")
_IMAGE = re.compile(r"(?m)^#SBATCH\s+--container-image(?:=|\s+)(\S+).*$")


def slurm_claims(text: str, site: Site) -> Iterator[Claim]:
    """The accelerator of each option that names its type (sbatch manual, `--gres` and `--gpus`: `[type:]number`).

    Where no option names one, that of whoever makes the software which the job loads: it is then inferred.
    """
    any_named = False
    unnamed: list[Evidence] = []
    for match in _OPTION.finditer(text):
        found = site.found(text.count("\n", 0, match.start()) + 1, match.group(), "SBATCH")
        named = {each.key: each for part in _PARTS.split(match.group(1)) if (each := accelerator_named(part))}
        any_named = any_named or bool(named)
        unnamed += [found] if not named and _SOME_CHIP.match(match.group()) else []
        for known in named.values():
            yield from site.hardware(known, found)
    if unnamed and not any_named:
        maker = "amd-gpu" if _OF_AMD.search(text) else "nvidia-gpu"
        for claim in site.hardware(maker, unnamed[0], **{"named by": "the software of the job"}):
            yield replace(claim, knowledge=Knowledge.INFERRED) if isinstance(claim, Component | Relation) else claim
    for match in _IMAGE.finditer(text):
        found = site.found(text.count("\n", 0, match.start()) + 1, match.group(), "SBATCH")
        yield from image_claims(match.group(1).replace("#", "/"), site.project, found, site.scope)
