"""Texts that may be secrets are never stored or shown."""

from __future__ import annotations

import re

HIDDEN = "…"

_SECRET_KEY = re.compile(
    r"(?i)(api[_-]?key|token|secret|passw|credential|private[_-]?key|auth(?:orization)?$|bearer|dsn)"
)
_SECRET_VALUE = re.compile(
    r"""(?x)
      \b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,} | \bhf_[A-Za-z0-9]{16,} | \bgh[pousr]_[A-Za-z0-9]{16,}
    | \bgithub_pat_[A-Za-z0-9_]{20,} | \bAKIA[0-9A-Z]{12,} | \bxox[abprs]-[A-Za-z0-9-]{10,}
    | \bAIza[0-9A-Za-z_-]{20,} | \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?
    | \bglpat-[A-Za-z0-9_-]{16,} | \b(?:tvly|fc|lsv2|ctx7sk|sntrys)[-_][A-Za-z0-9_-]{16,}
    | (?<=[Bb]earer\s)[A-Za-z0-9._-]{12,} | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)
    """
)
_PLACEHOLDER = re.compile(
    r"(?i)^(|\$.*|\{.*|<.*|your[-_ ].*|.*(placeholder|example|changeme|xxx|\.\.\.).*|none|null|true|false|env)$"
)


def is_secret_key(key: str) -> bool:
    """Whether a setting of this name usually holds a secret."""
    return bool(_SECRET_KEY.search(key))


def is_secret(key: str, value: str) -> bool:
    """Whether this is a literal secret, not a reference to one (`${TOKEN}`) or a placeholder."""
    if _SECRET_VALUE.search(value):
        return True
    return is_secret_key(key) and len(value) >= 8 and not _PLACEHOLDER.match(value.strip())


def redact(text: str) -> str:
    """The text with everything that looks like a secret replaced by `…`."""
    text = _SECRET_VALUE.sub(HIDDEN, text)
    assignment = r"""(?ix)(["']?[\w.-]*(?:api[_-]?key|token|secret|passw\w*|credential)s?["']?\s*[:=]\s*["']?)([^\s"',}$<{]{8,})"""
    return re.sub(assignment, lambda match: match.group(1) + HIDDEN, text)
