"""The weights on this machine, in the cache that all programs of the hub share: where they are, and removing them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from pipelines.errors import ErrorCode, ModelError
from pipelines.models import files
from pipelines.models.spec import ModelSpec


def locate(spec: ModelSpec) -> Path | None:
    """The folder with the model's files if every needed one is there; asks no network."""
    if spec.family is None or spec.setting:
        return None
    folder = spec.folder or snapshot(spec.repository, spec.revision)
    return folder if folder is not None and not files.missing(_names(folder), spec.family) else None


def require(spec: ModelSpec) -> Path:
    """The folder with the model's files. Raises ModelError if it is not there, or half of it."""
    folder = locate(spec)
    if folder is not None:
        return folder
    if spec.folder is not None and spec.family is not None:
        lacking = files.missing(_names(spec.folder), spec.family)
        raise ModelError(ErrorCode.INCOMPLETE_FOLDER, path=str(spec.folder), missing=lacking)
    raise ModelError(ErrorCode.NOT_DOWNLOADED, name=spec.name)


def commit(spec: ModelSpec) -> str:
    """The commit of the located weights, which says what they are better than a branch's name; "" if there are none."""
    folder = locate(spec)
    return folder.name if folder is not None and spec.folder is None else ""


def mend(spec: ModelSpec) -> int:
    """Delete the cached files that are damaged, so that a download fetches them anew; returns how many there were.

    The cache names a file by its checksum, so this asks no network. It reads every byte: seconds for gigabytes.
    """
    damaged = 0
    for blob in sorted((storage(spec.repository) / "blobs").glob("*")) if spec.repository else ():
        if not blob.name.endswith(".incomplete") and not intact(blob, blob.name):
            blob.unlink()
            damaged += 1
    return damaged


def remove(spec: ModelSpec) -> int:
    """Delete the model's repository, all revisions of it, from the cache; returns the bytes that became free.

    A local folder is not ours to delete: 0.
    """
    if not spec.repository:
        return 0
    folder = storage(spec.repository)
    if not folder.is_dir():
        return 0
    freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    shutil.rmtree(folder)
    shutil.rmtree(locks(spec.repository), ignore_errors=True)  # empty files
    return freed


def intact(path: Path, checksum: str) -> bool:
    """Whether a file's content fits its checksum: a sha256 (LFS files), or git's sha1 (small ones)."""

    def git() -> hashlib._Hash:
        return hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)

    with path.open("rb") as file:
        digest = hashlib.file_digest(file, hashlib.sha256 if len(checksum) == 64 else git)
    return digest.hexdigest() == checksum


def storage(repository: str) -> Path:
    """Where the hub's cache keeps a repository: blobs by checksum, snapshots by commit, refs by branch."""
    return _cache() / _flat(repository)


def locks(repository: str) -> Path:
    """Where the hub's cache keeps a repository's lock files."""
    return _cache() / ".locks" / _flat(repository)


def snapshot(repository: str, revision: str) -> Path | None:
    """The cached snapshot of a revision, whole or not."""
    folder = storage(repository)
    try:
        known = (folder / "refs" / revision).read_text(encoding="ascii").strip()
    except OSError:
        known = revision
    found = folder / "snapshots" / known
    return found if found.is_dir() else None


def _flat(repository: str) -> str:
    return f"models--{repository.replace('/', '--')}"


def _cache() -> Path:
    from huggingface_hub import constants  # reads HF_HOME, HF_HUB_CACHE and their elders

    return Path(constants.HF_HUB_CACHE)


def _names(folder: Path) -> set[str]:
    """Files that are really there: a link whose target is gone is not."""
    return {path.name for path in folder.iterdir() if path.is_file()} if folder.is_dir() else set()
