"""Asking the hub: what a repository holds, and what its client's errors mean to a user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipelines.errors import ErrorCode, ModelError


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository: its size in bytes and its checksum, a sha256 or (small files) git's sha1."""

    name: str
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a repository holds at a revision."""

    commit: str
    names: tuple[str, ...]
    files: tuple[RemoteFile, ...]  # those whose size and checksum the hub says


def listing(name: str, repository: str, revision: str) -> Listing:
    """Ask what a repository holds: one request. Raises ModelError for the model that the user calls `name`."""
    from huggingface_hub import HfApi, constants, errors

    api = HfApi(endpoint=constants.ENDPOINT)
    with errors_told(name, repository, revision):
        try:
            info = api.model_info(
                repository, revision=revision, files_metadata=True, timeout=constants.HF_HUB_ETAG_TIMEOUT
            )
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            if isinstance(error, errors.HFValidationError):
                raise
            raise no_hub(name) from error  # a page instead of JSON: a portal, a proxy, the wrong address
    if not info.sha or info.siblings is None:
        raise no_hub(name)
    described = []
    for sibling in info.siblings:
        checksum = sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
        size = sibling.lfs.size if sibling.lfs else sibling.size
        if checksum and size is not None:
            described.append(RemoteFile(sibling.rfilename, size, checksum))
    return Listing(info.sha, tuple(sibling.rfilename for sibling in info.siblings), tuple(described))


def read(name: str, repository: str, revision: str, file: str) -> bytes:
    """A small file of a repository. Raises ModelError."""
    from huggingface_hub import constants, get_session, hf_raise_for_status

    with errors_told(name, repository, revision, file):
        url = address(repository, revision, file)
        response = get_session().get(url, headers=headers(), timeout=constants.HF_HUB_ETAG_TIMEOUT)
        hf_raise_for_status(response)
        return response.content


def headers() -> dict[str, str]:
    """The client's own headers, with the access token if there is one."""
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]  # public, if not marked so

    return dict(build_hf_headers())


def address(repository: str, revision: str, file: str) -> str:
    """The URL of a file, on the hub or the mirror that HF_ENDPOINT names."""
    from huggingface_hub import constants, hf_hub_url

    return hf_hub_url(repository, file, revision=revision, endpoint=constants.ENDPOINT)


@contextmanager
def errors_told(name: str, repository: str, revision: str, file: str = "") -> Iterator[None]:
    """Translate what the client raises to a ModelError about the model that the user calls `name`."""
    import httpx2  # the client's own HTTP library
    from huggingface_hub import constants, errors

    host = urlsplit(constants.ENDPOINT).netloc
    try:
        yield
    except errors.GatedRepoError as error:  # a RepositoryNotFoundError too, so it comes first
        raise ModelError(ErrorCode.GATED, name=name, url=f"{constants.ENDPOINT}/{repository}") from error
    except errors.RevisionNotFoundError as error:
        raise ModelError(ErrorCode.UNKNOWN_REVISION, repository=repository, revision=revision) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise ModelError(ErrorCode.UNKNOWN_REPOSITORY, repository=repository, host=host) from error
    except errors.RemoteEntryNotFoundError as error:
        raise ModelError(ErrorCode.INCOMPLETE_REPOSITORY, repository=repository, missing=file) from error
    except errors.OfflineModeIsEnabled as error:
        raise ModelError(ErrorCode.OFFLINE, name=name) from error
    except errors.HfHubHTTPError as error:
        status = error.response.status_code
        code = {401: ErrorCode.UNAUTHORIZED, 403: ErrorCode.FORBIDDEN}.get(status, ErrorCode.HUB_FAILED)
        facts = {} if code is not ErrorCode.HUB_FAILED else {"status": status}
        raise ModelError(code, name=name, host=host, **facts) from error
    except httpx2.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise ModelError(ErrorCode.NO_NETWORK, name=name, host=host, reason=reason) from error


def no_hub(name: str) -> ModelError:
    """The error for an address that answers, but not as a hub does."""
    from huggingface_hub import constants

    host = urlsplit(constants.ENDPOINT).netloc
    return ModelError(ErrorCode.HUB_FAILED, name=name, host=host, status="not a model hub")
