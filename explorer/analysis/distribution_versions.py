"""How the versions of Linux distributions follow each other: dpkg, apk and rpm, each by its own rule."""

from __future__ import annotations

import re
from typing import Any

_DPKG = re.compile(r"(?:(\d+):)?([0-9A-Za-z.+~:-]*?[0-9A-Za-z.+~:])(?:-([0-9A-Za-z.+~]+))?$")
_APK = re.compile(r"(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:-r(\d+))?$")
_APK_WORDS = {"alpha": -4, "beta": -3, "pre": -2, "rc": -1, "cvs": 1, "svn": 2, "git": 3, "hg": 4, "p": 5}


def dpkg_order(version: str) -> Any:
    """Debian Policy, 5.6.12: epoch, upstream version, revision; `~` comes before everything, even the end.

    >>> dpkg_order("1.2~rc1") < dpkg_order("1.2") < dpkg_order("1.2+b1") < dpkg_order("1:0.1")
    True
    """
    match = _DPKG.match(version)
    if match is None:
        raise ValueError(f"{version} is no Debian version")
    epoch, upstream, revision = match.groups()
    return (int(epoch or 0), _dpkg_parts(upstream), _dpkg_parts(revision or "0"))


def _dpkg_parts(text: str) -> Any:
    """Stretches without and with digits in turn; letters before all else but `~`, and the end before both."""
    found: list[Any] = []
    for word, number in re.findall(r"(\D*)(\d*)", text):
        signs = [-1 if sign == "~" else ord(sign) if sign.isalpha() else ord(sign) + 256 for sign in word]
        found += [(*signs, 0), int(number or 0)]
    return (*found, (0,))


def apk_order(version: str) -> Any:
    """Alpine Package Keeper, Package versions: numbers, a letter, words such as `_rc1`, a revision `-r2`.

    A number after the first that begins with a nought is compared as a fraction.

    >>> apk_order("1.2_rc1") < apk_order("1.2") < apk_order("1.2-r1") < apk_order("1.2_p1") < apk_order("1.2a")
    True
    """
    match = _APK.match(version)
    if match is None:
        raise ValueError(f"{version} is no Alpine version")
    numbers, letter, words, revision = match.groups()
    first, *others = numbers.split(".")
    parts = [(1, int(first), ""), *((0, 0, each) if each.startswith("0") else (1, int(each), "") for each in others)]
    named = [(_APK_WORDS[word], int(count or 0)) for word, count in re.findall(r"_([a-z]+)(\d*)", words)]
    return (tuple(parts), letter, (*named, (0, 0)), int(revision or 0))


def rpm_order(version: str) -> Any:
    """RPM, rpmvercmp: epoch, version, release; numbers after words, `~` before the end, `^` after it.

    >>> rpm_order("1.0~rc1") < rpm_order("1.0") < rpm_order("1.0^git1") < rpm_order("1.0.1") < rpm_order("1:0.5")
    True
    """
    epoch, colon, rest = version.partition(":")
    if colon and not epoch.isdigit():
        raise ValueError(f"{version} is no RPM version")
    number, _, release = (rest if colon else version).partition("-")
    return (int(epoch) if colon else 0, _rpm_parts(number), _rpm_parts(release))


def _rpm_parts(text: str) -> Any:
    ranks = {"~": (-1,), "^": (1,)}
    pieces = re.findall(r"~|\^|\d+|[A-Za-z]+", text)
    found: list[Any] = [ranks.get(piece) or ((3, int(piece)) if piece.isdigit() else (2, piece)) for piece in pieces]
    return (*found, (0,))
