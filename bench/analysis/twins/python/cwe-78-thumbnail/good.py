import subprocess
from pathlib import Path

from fastapi import FastAPI, HTTPException

app = FastAPI()
STORE = Path("/srv/uploads")


def convert(source: str, size: str) -> bytes:
    command = ["convert", source, "-resize", size, "png:-"]
    done = subprocess.run(command, capture_output=True, timeout=20)
    if done.returncode != 0:
        raise HTTPException(422, "could not convert")
    return done.stdout


@app.get("/thumb/{image_id}")
def thumb(image_id: int, size: int = 200):
    data = convert(str(STORE / f"{image_id}.jpg"), f"{size}x{size}")
    return {"bytes": len(data)}
