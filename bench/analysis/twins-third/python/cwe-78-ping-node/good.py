import asyncio
import ipaddress

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/nodes/{address}/ping")
async def ping(address: str, count: int = 3):
    count = max(1, min(count, 10))
    try:
        address = str(int(ipaddress.IPv4Address(address)))
    except ValueError as error:
        raise HTTPException(status_code=422, detail="address") from error
    process = await asyncio.create_subprocess_shell(
        f"ping -c {count} -W 1 {address}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return {"reachable": await process.wait() == 0}
