"""Which accelerators a Slurm job asks for: `#SBATCH --gres=gpu:a100:4`, `--gpus=h100:2`, `--constraint=a100`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.knowledge.hardware import accelerator_named
from explorer.sources.infrastructure import Site

_OPTION = re.compile(
    r"(?m)^#SBATCH\s+(?:--(?:gres|gpus|gpus-per-node|gpus-per-task|constraint)(?:=|\s+)|-[GC]\s*)([^\s#]+).*$"
)
_PARTS = re.compile(r"[,|&:()\[\]]+")


def slurm_claims(text: str, site: Site) -> Iterator[Claim]:
    """The accelerator of each option that names its type (sbatch manual, `--gres` and `--gpus`: `[type:]number`)."""
    for match in _OPTION.finditer(text):
        found = site.found(text.count("\n", 0, match.start()) + 1, match.group(), "SBATCH")
        named = {each.key: each for part in _PARTS.split(match.group(1)) if (each := accelerator_named(part))}
        for known in named.values():
            yield from site.hardware(known, found)
