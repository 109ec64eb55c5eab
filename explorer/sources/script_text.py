"""Batch and PowerShell files as lines of a shell: what they set and continue, written as `command_claims` reads it."""

from __future__ import annotations

import re

_REMARK = re.compile(r"(?im)^[^\S\n]*+@?(?:rem\b|::).*$")
_BATCH_SET = re.compile(r"(?im)^([^\S\n]*+)@?set\s+(?:/[ap]\s+)?\"?(\w+)\s*=([^\"\n]*)\"?[ \t]*$")
_BATCH_VARIABLE = re.compile(r"%(\w+)%|!(\w+)!")
_POWERSHELL_SET = re.compile(
    r"(?im)^([^\S\n]*+)\$(?:env:|script:|global:)?(\w+)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*'|[\w./:-]+)[ \t]*;?[ \t]*$"
)
_POWERSHELL_REMARK = re.compile(r"<#.*?#>", re.DOTALL)
_POWERSHELL_VARIABLE = re.compile(r"\$\{?(?:env:|script:|global:)(\w+)\}?", re.IGNORECASE)


def from_batch(text: str) -> str:
    """A batch file: `set NAME=value`, `%NAME%`, lines that `^` continues; remarks become empty lines.

    >>> from_batch("rem pip install x\\nset M=a/b\\nrun --model %M%")
    "\\nM='a/b'\\nrun --model ${M}"
    """
    text = _REMARK.sub("", text.replace("\r\n", "\n"))
    text = _BATCH_SET.sub(r"\1\2='\3'", text)
    text = _BATCH_VARIABLE.sub(lambda match: f"${{{match.group(1) or match.group(2)}}}", text)
    return re.sub(r"\^[ \t]*$", r"\\", text.replace("\\", "/"), flags=re.MULTILINE)


def from_powershell(text: str) -> str:
    """A PowerShell script: `$Name = "value"`, `$env:NAME`; block comments become empty lines, its own continuation stays.

    >>> from_powershell('$env:M = "a/b"\\nrun --model $env:M')
    'M="a/b"\\nrun --model $M'
    """
    text = text.replace("\r\n", "\n")
    text = _POWERSHELL_REMARK.sub(lambda match: "\n" * match.group().count("\n"), text)
    text = _POWERSHELL_SET.sub(r"\1\2=\3", text)
    return _POWERSHELL_VARIABLE.sub(r"$\1", text).replace("\\", "/")
