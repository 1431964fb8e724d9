import logging
import time
from decimal import Decimal

import requests
from fastapi import FastAPI, HTTPException
from starlette.concurrency import run_in_threadpool

app = FastAPI()
log = logging.getLogger("rates")

SOURCE = "https://rates.example.org/latest.json"
PAUSE = 600

_rates: dict[str, Decimal] = {}
_read_at = 0.0


def parse(content: dict) -> dict[str, Decimal]:
    return {code: Decimal(str(rate)) for code, rate in content["rates"].items()}


async def rates() -> dict[str, Decimal]:
    global _rates, _read_at
    if _rates and time.monotonic() - _read_at < PAUSE:
        return _rates
    answer = await run_in_threadpool(requests.get, SOURCE, timeout=10)
    answer.raise_for_status()
    _rates = parse(answer.json())
    _read_at = time.monotonic()
    log.info("%d rates read", len(_rates))
    return _rates


@app.get("/convert")
async def convert(amount: Decimal, source: str, target: str):
    try:
        known = await rates()
    except requests.RequestException as error:
        raise HTTPException(status_code=503, detail="no rates") from error
    if source not in known or target not in known:
        raise HTTPException(status_code=404, detail="currency")
    return {"amount": amount / known[source] * known[target], "currency": target}
