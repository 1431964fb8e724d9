import json
import logging
import os
import pickle
import signal

import redis

log = logging.getLogger(__name__)


class Worker:
    def __init__(self, url, queue):
        self.connection = redis.Redis.from_url(url)
        self.queue = queue
        self.running = True
        self.handlers = {}

    def task(self, name):
        def keep(function):
            self.handlers[name] = function
            return function

        return keep

    def stop(self, *_):
        self.running = False

    def run(self):
        signal.signal(signal.SIGTERM, self.stop)
        while self.running:
            item = self.connection.blpop([self.queue], timeout=5)
            if item is None:
                continue
            _, payload = item
            self.handle(payload)

    def handle(self, payload):
        try:
            message = json.loads(payload)
        except ValueError:
            log.warning("a message of %d bytes could not be read", len(payload))
            return
        handler = self.handlers.get(message.get("task"))
        if handler is None:
            log.warning("no handler for the task")
            return
        handler(*message.get("arguments", []))

    def report(self, result):
        return pickle.dumps(result)


worker = Worker(os.environ["QUEUE_URL"], "tasks")


@worker.task("resize")
def resize(path, width):
    log.info("resize to %d", int(width))


if __name__ == "__main__":
    worker.run()
