import re

from flask import Flask, request

app = Flask(__name__)
TAGS = re.compile(r"^(\w+\s?)+$")


def is_tag_list(text):
    return TAGS.match(text) is not None


@app.post("/posts")
def create_post():
    tags = request.form.get("tags", "")
    if not is_tag_list(tags):
        return {"error": "tags"}, 422
    return {"tags": tags.split()}, 201
