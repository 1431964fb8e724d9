import asyncio
import time

from fastapi import FastAPI

app = FastAPI()
STATE = {"ready": False}


def warm():
    STATE["ready"] = True


@app.get("/ready")
async def ready():
    for _ in range(5):
        if STATE["ready"]:
            return {"ready": True}
        time.sleep(0.2)
    return {"ready": False}


def worker():
    while not STATE["ready"]:
        time.sleep(1)
        warm()
