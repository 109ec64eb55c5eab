"""When a transparency log that the user trusts recorded a signature, by the promise in its entry (Rekor 1)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from explorer.sources.signature_check import is_signed_by
from explorer.sources.trusted_keys import Role, TrustedKey


def recorded(
    entries: object, signature: str, signed: Sequence[bytes], keys: Sequence[TrustedKey]
) -> tuple[datetime, TrustedKey] | None:
    """When, and by which log, the first entry that is about this signature was recorded; None where none can be relied on.

    `signature` is base64, as it stands in the envelope; `signed` is what the entry may have the digest of: the payload or
    what was signed. The promise is a signature over the entry with its time (github.com/sigstore/rekor, `types.md`).
    """
    for entry in entries if isinstance(entries, list) else ():
        try:
            found = _recorded(entry, signature, signed, keys)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, RecursionError):
            continue  # An entry that cannot be read proves nothing; another may.
        if found is not None:
            return found
    return None


def _recorded(
    entry: Mapping[str, Any], signature: str, signed: Sequence[bytes], keys: Sequence[TrustedKey]
) -> tuple[datetime, TrustedKey] | None:
    body = entry["canonicalizedBody"]
    log = base64.b64decode(entry["logId"]["keyId"], validate=True).hex()
    time = int(entry["integratedTime"])
    promised = {"body": body, "integratedTime": time, "logID": log, "logIndex": int(entry["logIndex"])}
    message = json.dumps(promised, separators=(",", ":"), sort_keys=True).encode()
    promise = base64.b64decode(entry["inclusionPromise"]["signedEntryTimestamp"], validate=True)
    if not _is_about(json.loads(base64.b64decode(body, validate=True)), signature, signed):
        return None
    moment = datetime.fromtimestamp(time, UTC)
    for key in keys:
        is_log = key.role in (Role.LOG, Role.ANYTHING) and key.fingerprint == log and key.in_use(moment)
        if is_log and is_signed_by(key.public, promise, message):
            return moment, key
    return None


def _is_about(body: Mapping[str, Any], signature: str, signed: Sequence[bytes]) -> bool:
    """Whether an entry (hashedrekord, dsse or intoto) names this signature and the digest of what it is over."""
    words = set(_texts(body.get("spec")))
    again = base64.b64encode(signature.encode()).decode()  # As `intoto` has it.
    names = bool({signature, again} & words)
    return names and any(hashlib.sha256(each).hexdigest() in words for each in signed)


def _texts(value: object, depth: int = 12) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _texts(each, depth - 1)] if depth else []
