from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()


class Exports:
    def __init__(self, folder: Path):
        self.folder = folder.resolve()

    def find(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            raise LookupError(name)
        return path


def exports() -> Exports:
    return Exports(Path("/var/lib/exports"))


@app.get("/exports")
def download(name: str, store: Annotated[Exports, Depends(exports)]):
    try:
        path = store.find(name)
    except LookupError as error:
        raise HTTPException(status_code=404, detail="no such export") from error
    return FileResponse(path, media_type="text/csv", filename="export.csv")
