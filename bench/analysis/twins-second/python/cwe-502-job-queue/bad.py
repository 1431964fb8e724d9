import json
import pickle

import redis
from flask import Flask, request

app = Flask(__name__)
queue = redis.Redis()


class Codec:
    def __init__(self, module):
        self.module = module

    def read(self, data):
        return self.module.loads(data)


@app.put("/jobs/<name>")
def submit(name):
    body = request.get_data()
    job = pickle.loads(body)
    if "command" not in job:
        return {"error": "command"}, 422
    queue.rpush("jobs", json.dumps({"name": name, "command": job["command"]}))
    return {"queued": name}, 202
