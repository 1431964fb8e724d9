"""Restores a site from an archive that its owner has sent."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import logging
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

log = logging.getLogger("restore")

LARGEST = 20_000_000
MOST = 2_000
KINDS = {".html", ".css", ".js", ".png", ".jpg", ".svg", ".txt"}


@dataclass
class Report:
    restored: int = 0
    passed_over: int = 0

    def __str__(self):
        return f"{self.restored} files restored, {self.passed_over} passed over"


def entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for number, entry in enumerate(archive.infolist()):
        if number >= MOST:
            log.warning("more than %d entries, the rest is left", MOST)
            return
        if not entry.is_dir():
            yield entry


def wanted(entry: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(entry.filename)
    if entry.file_size > LARGEST:
        return False
    return name.suffix.lower() in KINDS and not name.name.startswith("..")


def place(folder: Path, entry: zipfile.ZipInfo) -> Path:
    return folder / entry.filename


def restore(source: Path, folder: Path) -> Report:
    report = Report()
    with zipfile.ZipFile(source) as archive:
        for entry in entries(archive):
            if not wanted(entry):
                report.passed_over += 1
                continue
            target = place(folder, entry)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as stored, target.open("wb") as file:
                shutil.copyfileobj(stored, file)
            report.restored += 1
    return report


def checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(65_536):
            digest.update(block)
    return digest.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    log.info("archive %s", checksum(options.archive))
    with contextlib.suppress(FileExistsError):
        options.folder.mkdir(parents=True)
    try:
        print(restore(options.archive, options.folder))
    except zipfile.BadZipFile as error:
        log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
