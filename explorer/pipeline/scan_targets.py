"""The words of what can be scanned and asked beside paths; the window shows them before anything is scanned."""

from __future__ import annotations

HUB, PACKAGES = "hub", "packages"
KEY = "key:"
"""Before the path of a key to verify signatures with, among the targets of a scan."""
ONLINE_SOURCES = {
    HUB: "Asks the Hugging Face hub for each model and dataset found, by its name. Nothing else is sent.",
    PACKAGES: "Asks the package index that pip is set up with what unlocked Python requirements lead to, by their names.",
}
"""The network sources that a user may switch on, each with what it sends."""
