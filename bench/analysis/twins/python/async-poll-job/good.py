import asyncio
import time

import aiohttp


async def wait_for(job_url, attempts=30):
    async with aiohttp.ClientSession() as session:
        for attempt in range(attempts):
            async with session.get(job_url) as response:
                body = await response.json()
            if body["state"] in ("done", "failed"):
                return body
            await asyncio.sleep(min(2**attempt, 30))
    raise TimeoutError(job_url)
