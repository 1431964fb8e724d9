import ipaddress
import os

from fastapi import FastAPI, HTTPException

app = FastAPI()


def check(address: str) -> str:
    if not address or len(address) > 39:
        raise HTTPException(422, "bad address")
    return address


@app.get("/reachability")
def reachability(address: str):
    target = check(address)
    status = os.system("ping -c 1 -W 1 " + target)
    return {"reachable": status == 0}
