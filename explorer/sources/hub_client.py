"""One question to the Hugging Face hub through its own client, anonymous, with a time limit and patience.

No token is ever read or sent, and no page of results is ever followed, so nothing can go to another address.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from threading import Event
from typing import TYPE_CHECKING, Any

from explorer.domain.component import ComponentId
from explorer.errors import NetworkError
from explorer.sources.hub_answers import NOT_FOUND, Asked, asked_of
from explorer.sources.hub_retry import MAX_TRIES, MAX_WAIT, PASSING, wait_before

if TYPE_CHECKING:
    from huggingface_hub import DatasetInfo, HfApi, ModelInfo
    from huggingface_hub.errors import HfHubHTTPError
    from huggingface_hub.hf_api import ExpandDatasetProperty_T, ExpandModelProperty_T

_MODEL_FIELDS: list[ExpandModelProperty_T] = [
    "author",
    "baseModels",
    "cardData",
    "config",
    "disabled",
    "gated",
    "lastModified",
    "library_name",
    "pipeline_tag",
    "sha",
    "siblings",
    "tags",
]
_DATASET_FIELDS: list[ExpandDatasetProperty_T] = [
    "author",
    "cardData",
    "disabled",
    "gated",
    "lastModified",
    "sha",
    "tags",
]


def ask(endpoint: str, identity: ComponentId, timeout: float, stop: Event) -> tuple[int, Mapping[str, Any]]:
    """The HTTP status and the answer for one repository: 200 with values, or one of `NOT_FOUND` without.

    Asks again where that may help. Raises `NetworkError` for everything else.
    """
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    asked = asked_of(identity)
    if asked is None:
        raise NetworkError(f"{identity} is no repository of the hub.")
    _check_settings()
    transport: type[Exception] = HfHubHTTPError.__bases__[0]  # The HTTP library's own base class, whichever it is.
    for attempt in range(1, MAX_TRIES + 1):
        try:
            return 200, _values(_info(_api(endpoint), asked, timeout))
        except HfHubHTTPError as error:
            status = error.response.status_code
            if status in NOT_FOUND:
                return status, {}
            _wait_or_give_up(asked, error, attempt, stop)
        except OfflineModeIsEnabled as error:
            raise NetworkError("HF_HUB_OFFLINE is set, so the hub is not asked.", "Unset it and scan again.") from error
        except transport as error:
            if attempt > 1:
                raise _no_answer(asked, endpoint, error) from error
        except HFValidationError as error:
            raise NetworkError(f"{asked.repository} is no valid name on the hub.", "Check its spelling.") from error
        except json.JSONDecodeError as error:
            raise _no_json(asked, error) from error
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            message = f"The hub's answer about {asked.repository} is not understood ({type(error).__name__})."
            raise NetworkError(message, "Report it, with the name of the repository.") from error
    raise NetworkError(f"The hub did not answer about {asked.repository}.", "Try again later.")


def _check_settings() -> None:
    """Make the client's connection, which reads the settings of proxies and certificates. Raises `NetworkError`."""
    from huggingface_hub import get_session

    try:
        get_session()
    except Exception as error:  # Whatever the HTTP library makes of what somebody wrote into the environment.
        message = f"The settings for the network cannot be used ({type(error).__name__}: {error})."
        raise NetworkError(message, "Check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE.") from error


def _wait_or_give_up(asked: Asked, error: HfHubHTTPError, attempt: int, stop: Event) -> None:
    status = error.response.status_code
    wait = wait_before(attempt, error.response.headers)
    if status not in PASSING:
        raise NetworkError(f"The hub refused to say about {asked.repository} (HTTP {status}).", "Check the endpoint.")
    if wait > MAX_WAIT:
        message = f"The hub asks to wait {wait:,.0f} seconds before it says about {asked.repository} (HTTP {status})."
        raise NetworkError(message, "Scan again later; answers so far are kept.")
    if attempt == MAX_TRIES or stop.wait(wait):
        message = f"The hub did not say about {asked.repository} in {attempt} tries (HTTP {status})."
        raise NetworkError(message, "Scan again later; answers so far are kept.")


def _no_answer(asked: Asked, endpoint: str, error: Exception) -> NetworkError:
    what = "did not answer in time" if "Timeout" in type(error).__name__ else "could not be reached, or broke off"
    message = f"{endpoint} {what} when asked about {asked.repository} ({type(error).__name__})."
    return NetworkError(message, "Check the network and any proxy, then scan again; answers so far are kept.")


def _no_json(asked: Asked, error: json.JSONDecodeError) -> NetworkError:
    if error.doc.lstrip()[:1] == "<":
        message = f"A web page came back instead of the hub's answer about {asked.repository}."
        return NetworkError(message, "A proxy or log-in page may stand between; open the hub in a browser first.")
    message = f"The hub's answer about {asked.repository} is cut off or damaged (character {error.pos})."
    return NetworkError(message, "Scan again; answers so far are kept.")


def _api(endpoint: str) -> HfApi:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    from huggingface_hub import HfApi

    from explorer import __version__

    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    return HfApi(endpoint=endpoint, token=False, library_name="catchment", library_version=__version__)


def _info(api: HfApi, asked: Asked, timeout: float) -> ModelInfo | DatasetInfo:
    revision = asked.revision or None
    if asked.is_dataset:
        return api.dataset_info(
            asked.repository, revision=revision, timeout=timeout, expand=_DATASET_FIELDS, token=False
        )
    return api.model_info(asked.repository, revision=revision, timeout=timeout, expand=_MODEL_FIELDS, token=False)


def _values(info: ModelInfo | DatasetInfo) -> Mapping[str, Any]:
    """The answer in the hub's own spelling again, which is what is kept and replayed."""
    from huggingface_hub import CardData

    given = vars(info)
    card = given.get("card_data")
    changed = given.get("last_modified")
    values = {name: given.get(name) for name in ("id", "author", "sha", "gated", "disabled", "tags", "config")}
    values |= {name: given.get(name) for name in ("library_name", "pipeline_tag")}
    values["cardData"] = card.to_dict() if isinstance(card, CardData) else card  # type: ignore[no-untyped-call]
    values["baseModels"] = given.get("base_models")
    values["siblings"] = [_file(each) for each in given.get("siblings") or []]
    values["securityRepoStatus"] = given.get("security_repo_status")
    values["lastModified"] = changed.isoformat() if changed else None
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _file(entry: Any) -> dict[str, Any]:
    stored = {"size": entry.lfs.size, "sha256": entry.lfs.sha256} if entry.lfs else None
    found = {"rfilename": entry.rfilename, "size": entry.size, "lfs": stored}
    return {name: value for name, value in found.items() if value is not None}
