"""The base score of a CVSS 2 vector. Source: FIRST, A Complete Guide to CVSS Version 2.0, section 3.2.1."""

from __future__ import annotations

_WEIGHTS = {
    "AV": {"L": 0.395, "A": 0.646, "N": 1.0},
    "AC": {"H": 0.35, "M": 0.61, "L": 0.71},
    "Au": {"M": 0.45, "S": 0.56, "N": 0.704},
    "C": {"N": 0.0, "P": 0.275, "C": 0.660},
    "I": {"N": 0.0, "P": 0.275, "C": 0.660},
    "A": {"N": 0.0, "P": 0.275, "C": 0.660},
}


def base_score2(vector: str) -> float | None:
    """The base score, 0 to 10; None for broken vectors and for other versions, which begin with `CVSS:`.

    >>> base_score2("AV:N/AC:L/Au:N/C:N/I:N/A:C"), base_score2("AV:L/AC:H/Au:N/C:C/I:C/A:C")
    (7.8, 6.2)
    """
    metrics = dict(part.split(":", 1) for part in vector.strip("()").split("/") if ":" in part)
    try:
        weight = {name: table[metrics[name]] for name, table in _WEIGHTS.items()}
    except KeyError:
        return None
    impact = 10.41 * (1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"]))
    exploit = 20 * weight["AV"] * weight["AC"] * weight["Au"]
    factor = 1.176 if impact else 0.0
    return round((0.6 * impact + 0.4 * exploit - 1.5) * factor + 1e-9, 1)
