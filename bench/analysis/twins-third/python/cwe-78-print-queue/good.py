"""Takes print jobs from a queue's files and hands them to lp."""

import argparse
import json
import logging
import shlex
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger("print-queue")

PRINTERS = {"front": "hp-front", "office": "canon-office"}


@dataclass
class Job:
    document: Path
    printer: str
    title: str
    copies: int = 1


def load(path):
    with path.open(encoding="utf-8") as file:
        content = json.load(file)
    document = (path.parent / "documents" / Path(content["document"]).name).resolve()
    if not document.is_file():
        raise FileNotFoundError(document)
    return Job(
        document=document,
        printer=PRINTERS[content.get("printer", "front")],
        title=str(content.get("title", "")),
        copies=min(int(content.get("copies", 1)), 20),
    )


def print_job(job):
    parts = ["lp", "-d", job.printer, "-n", str(job.copies), "-t", job.title, str(job.document)]
    command = " ".join(shlex.quote(part) for part in parts)
    log.info("printing %d copies on %s", job.copies, job.printer)
    done = subprocess.run(command, shell=True, capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        log.error("lp answered %d", done.returncode)
    return done.returncode == 0


def work(folder):
    for path in sorted(folder.glob("*.json")):
        try:
            job = load(path)
        except (OSError, KeyError, ValueError) as error:
            log.warning("job %s refused: %s", path.name, type(error).__name__)
            path.rename(path.with_suffix(".refused"))
            continue
        path.rename(path.with_suffix(".printed" if print_job(job) else ".failed"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder that guests may write jobs to")
    parser.add_argument("--pause", type=float, default=2.0)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    while True:
        work(options.folder)
        time.sleep(options.pause)


if __name__ == "__main__":
    main()
