"""How severe is a vulnerability by its CVSS vector? Versions 2, 3 and 4, each by its own specification."""

from __future__ import annotations

from explorer.analysis.cvss2 import base_score2
from explorer.analysis.cvss3 import base_score3
from explorer.analysis.cvss4 import score4


def score(vector: str) -> tuple[str, float] | None:
    """The version of CVSS and the score, 0 to 10; None for vectors that are broken or of no known version.

    >>> score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), score("AV:N/AC:L/Au:N/C:C/I:C/A:C"), score("high")
    (('3.1', 9.8), ('2.0', 10.0), None)
    """
    vector = vector.strip()
    version = vector.partition("/")[0].removeprefix("CVSS:") if vector.startswith("CVSS:") else "2.0"
    rule = {"2": base_score2, "3": base_score3, "4": score4}.get(version[:1])
    found = rule(vector) if rule is not None else None
    return None if found is None else (version, found)
