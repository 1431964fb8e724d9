from collections import OrderedDict

from flask import Flask, request

app = Flask(__name__)
LIMIT = 256
cache = {}


def render(text):
    return text.upper().center(80)


@app.route("/thumbnail")
def thumbnail():
    text = request.args.get("text", "")
    if text not in cache:
        cache[text] = render(text)
    return cache[text]
