"""A small chat over web sockets that keeps its last lines in a database."""

import asyncio
import json
import os
import weakref

import aiosqlite
from aiohttp import WSMsgType, web

HISTORY = 50
LONGEST = 2000


class Archive:
    def __init__(self, path):
        self.path = path
        self.connection = None

    async def open(self):
        self.connection = await aiosqlite.connect(self.path)
        await self.connection.execute(
            "CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, room TEXT, name TEXT, text TEXT)"
        )
        await self.connection.commit()

    async def close(self):
        await self.connection.close()

    async def add(self, room, name, text):
        await self.connection.execute(
            "INSERT INTO line (room, name, text) VALUES (?, ?, ?)", (room, name, text)
        )
        await self.connection.commit()

    async def last(self, room):
        query = "SELECT name, text FROM line WHERE room = ? ORDER BY id DESC LIMIT ?"
        async with self.connection.execute(query, (room, HISTORY)) as cursor:
            rows = await cursor.fetchall()
        return [{"name": name, "text": text} for name, text in reversed(rows)]


ARCHIVE = web.AppKey("archive", Archive)
ROOMS = web.AppKey("rooms", dict)


async def broadcast(app, room, line):
    sockets = list(app[ROOMS].get(room, ()))
    await asyncio.gather(*(socket.send_json(line) for socket in sockets), return_exceptions=True)


async def chat(request):
    room = request.match_info["room"]
    name = request.query.get("name", "guest")[:40]
    socket = web.WebSocketResponse(heartbeat=30, max_msg_size=LONGEST * 4)
    await socket.prepare(request)
    archive = request.app[ARCHIVE]
    await socket.send_json(await archive.last(room))
    request.app[ROOMS].setdefault(room, weakref.WeakSet()).add(socket)
    try:
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                break
            try:
                text = str(json.loads(message.data)["text"])[:LONGEST]
            except (ValueError, KeyError, TypeError):
                await socket.send_json({"error": "text"})
                continue
            archive.add(room, name, text)
            await broadcast(request.app, room, {"name": name, "text": text})
    finally:
        request.app[ROOMS][room].discard(socket)
    return socket


async def start(app):
    app[ARCHIVE] = Archive(os.environ.get("CHAT_DATABASE", "chat.db"))
    await app[ARCHIVE].open()


async def stop(app):
    await app[ARCHIVE].close()


def make_app():
    app = web.Application()
    app[ROOMS] = {}
    app.router.add_get("/rooms/{room:[a-z]{1,20}}", chat)
    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app


if __name__ == "__main__":
    web.run_app(make_app(), host="127.0.0.1", port=8080)
