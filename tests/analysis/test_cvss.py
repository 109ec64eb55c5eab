"""CVSS by its specifications: the published examples, one worked by hand, and what any score must keep to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.cvss import score
from explorer.analysis.cvss4 import score4
from explorer.knowledge.cvss4 import macro_score
from explorer.knowledge.files import read_knowledge

# FIRST: A Complete Guide to CVSS 2.0, section 3.3; CVSS v3.1 Examples; CVSS v4.0 Examples.
PUBLISHED = [
    ("AV:N/AC:L/Au:N/C:N/I:N/A:C", "2.0", 7.8),  # CVE-2002-0392, Apache
    ("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", "2.0", 10.0),  # CVE-2003-0818, ASN.1
    ("AV:L/AC:H/Au:N/C:C/I:C/A:C", "2.0", 6.2),  # CVE-2003-0062, NOD32
    ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "3.1", 6.1),  # CVE-2013-1937, phpMyAdmin
    ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "3.1", 6.4),  # CVE-2013-0375, MySQL
    ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "3.1", 3.1),  # CVE-2014-3566, POODLE
    ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", "3.1", 9.9),  # CVE-2012-1516, VMware
    ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "3.0", 7.5),  # CVE-2014-0160, Heartbleed
    ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 7.3),  # CVE-2022-41741, nginx
    ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 7.7),  # CVE-2020-3549, Cisco
    ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", "4.0", 8.3),  # CVE-2023-3089, OpenShift
    ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "4.0", 8.7),  # CVE-2014-0160, Heartbleed
]


@pytest.mark.parametrize(("vector", "version", "value"), PUBLISHED)
def test_that_published_examples_have_their_published_scores(vector: str, version: str, value: float) -> None:
    assert score(vector) == (version, value)


def test_one_vector_of_version_4_worked_by_hand() -> None:
    """CVE-2022-41741: MacroVector 110200 is worth 7.7.

    One level down is 5.4 by EQ1, 6.6 by EQ3 with EQ6 (the greater of 6.1 and 6.6) and 6.8 by EQ5; EQ2 and EQ4 have no
    lower level. The vector lies 2 of 4 steps below AV:N/PR:L/UI:N and on the top of the others: the mean of
    0.5 × 2.3, 0 and 0 is 0.38, and 7.7 - 0.38 rounds to 7.3.
    """
    assert [macro_score(each) for each in ("110200", "210200", "111200", "110201", "110210")] == [
        7.7,
        5.4,
        6.1,
        6.6,
        6.8,
    ]
    assert round(7.7 - (2 / 4 * (7.7 - 5.4)) / 3, 1) == 7.3
    assert score4("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N") == 7.3


BASE = {"AV": "NALP", "AC": "LH", "AT": "NP", "PR": "NLH", "UI": "NPA", "VC": "HLN", "VI": "HLN", "VA": "HLN", "SC": "HLN", "SI": "HLN", "SA": "HLN"}  # fmt: skip


@given(st.tuples(*(st.integers(0, len(values) - 1) for values in BASE.values())), st.sampled_from(list(BASE)))
def test_that_no_step_down_makes_a_vector_worse(places: tuple[int, ...], lowered: str) -> None:
    names = list(BASE)

    def vector(of: dict[str, int]) -> str:
        return "CVSS:4.0/" + "/".join(f"{name}:{BASE[name][place]}" for name, place in of.items())

    before = dict(zip(names, places, strict=True))
    after = {**before, lowered: min(before[lowered] + 1, len(BASE[lowered]) - 1)}
    higher, lower = score4(vector(before)), score4(vector(after))
    assert higher is not None
    assert lower is not None
    assert 0 <= lower <= higher <= 10


def test_that_threat_and_environment_count() -> None:
    vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    assert score4(vector) == score4(vector + "/E:A/CR:H") == 9.3  # What is not defined is taken as the worst.
    assert (score4(vector + "/E:U") or 10) < 9.3
    assert score4(vector + "/MSI:S") == 10.0  # Safety.
    assert score4(vector + "/MVC:N/MVI:N/MVA:N") == 0.0


@pytest.mark.parametrize(
    "vector",
    ["", "high", "CVSS:5.0/AV:N", "CVSS:4.0/AV:N", "CVSS:3.1/AV:N/AC:L", "AV:N/AC:L", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N"],
)  # fmt: skip
def test_that_broken_vectors_have_no_score(vector: str) -> None:
    assert score(vector) is None


def test_that_the_table_of_version_4_is_whole() -> None:
    """270 MacroVectors: 3 × 2 × 3 × 3 levels of the five other sets with the five pairs of EQ3 and EQ6."""
    scores = read_knowledge("cvss4")["score"]
    found = [value for pair in scores.values() for value in pair if value >= 0]
    assert len(found) == 3 * 2 * 3 * 3 * 5 == 270
    assert all(0 < value <= 10 for value in found)
