"""Random environments against an oracle: importlib.metadata reads them, packaging evaluates markers and extras."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.markers import default_environment
from packaging.requirements import Requirement

from explorer.domain.relation import RelationKind
from explorer.graph.identity import normalized_package_name
from explorer.sources.environment_layout import layout_of
from explorer.sources.installed_environment import collect
from tests.sources.package_reading import SYSTEM, edges

NAMES = ("alpha", "Beta_Two", "gamma.three", "delta", "epsilon")
EXTRAS = ("fast", "all-of", "Dev_Tools")
MARKERS = (
    "",
    "python_version >= '3.8'",
    "python_version < '3.8'",
    "sys_platform == 'no-such-platform'",
    "extra == 'fast'",
    "extra == 'all-of' and python_version >= '3.8'",
    "extra == 'dev-tools' or extra == 'fast'",
    "sys_platform == 'no-such-platform' or extra == 'all-of'",
    "python_version < '3.8' and extra == 'fast'",
    "'linux' in sys_platform or implementation_name != 'none'",
    "python_full_version >= '3.10.2' and extra == 'Dev.Tools'",
)

requirements = st.builds(
    lambda name, extras, marker: (
        name + (f"[{','.join(extras)}]" if extras else "") + (f" ; {marker}" if marker else "")
    ),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(EXTRAS), max_size=2, unique=True),
    st.sampled_from(MARKERS),
)
environments = st.dictionaries(st.sampled_from(NAMES), st.lists(requirements, max_size=5), min_size=1)


def written(prefix: Path, environment: dict[str, list[str]]) -> Path:
    (prefix / "pyvenv.cfg").write_text("home = /nowhere/bin\nversion = 3.10.4\n")
    site = prefix / "lib/python3.10/site-packages"
    for name, required in environment.items():
        folder = site / f"{name.replace('.', '_')}-1.0.dist-info"
        folder.mkdir(parents=True)
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Provides-Extra: {e}" for e in EXTRAS)]
        lines += [f"Requires-Dist: {each}" for each in required]
        (folder / "METADATA").write_text("\n".join([*lines, "", "prose", ""]))
    return site


def declared_edges(site: Path) -> set[tuple[str, str]]:
    """What holds, from the metadata alone: all pairs, with each extra that anything active asks for."""
    environment = {**default_environment(), "python_version": "3.10", "python_full_version": "3.10.4"}
    environment |= {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    found = {normalized_package_name("pypi", each.name): each for each in importlib.metadata.distributions(path=[site])}
    active, holding = {(name, "") for name in found}, set[tuple[str, str]]()
    while True:
        before = len(active), len(holding)
        for name, extra in sorted(active):
            for requirement in map(Requirement, found[name].requires or ()):
                if requirement.marker is None or requirement.marker.evaluate({**environment, "extra": extra}):
                    target = normalized_package_name("pypi", requirement.name)
                    holding.add((name, target))
                    asked = {normalized_package_name("pypi", each) for each in requirement.extras}
                    active |= {(target, each) for each in asked if target in found}
        if (len(active), len(holding)) == before:
            return {(source, target) for source, target in holding if source != target}


@settings(max_examples=150)
@given(environment=environments)
def test_that_any_environment_has_exactly_the_edges_that_hold_in_it(environment: dict[str, list[str]]):
    with TemporaryDirectory() as folder:
        site = written(Path(folder), environment)
        assert layout_of(site).python_version == "3.10.4"
        found = edges(collect(folder, SYSTEM), RelationKind.REQUIRES)
        plain = {tuple(end.removeprefix("pkg:pypi/").partition("@")[0] for end in edge) for edge in found}
        assert plain == declared_edges(site)
