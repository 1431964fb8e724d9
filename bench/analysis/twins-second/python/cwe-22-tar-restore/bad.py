import tarfile
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)
WORKSPACES = Path("/srv/workspaces")


def restore(upload, target: Path) -> int:
    count = 0
    with tarfile.open(fileobj=upload.stream, mode="r:gz") as archive:
        for member in archive.getmembers():
            if member.isfile():
                count += 1
        archive.extractall(target)
    return count


@app.post("/workspaces/<int:number>/restore")
def restore_workspace(number):
    target = WORKSPACES / str(number)
    target.mkdir(parents=True, exist_ok=True)
    return {"files": restore(request.files["backup"], target)}
