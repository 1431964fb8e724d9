import asyncio


class Mailer:
    def __init__(self):
        self.sent = []

    async def send(self, to, text):
        await asyncio.sleep(0.01)
        self.sent.append((to, text))


async def notify(mailer: Mailer, members):
    for member in members:
        mailer.send(member, "The meeting moved.")
    return len(members)


async def main():
    mailer = Mailer()
    count = await notify(mailer, ["ann", "bob"])
    print(count, mailer.sent)


if __name__ == "__main__":
    asyncio.run(main())
