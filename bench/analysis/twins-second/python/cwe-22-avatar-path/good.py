import os

from flask import Flask, abort, request, send_file

app = Flask(__name__)
ROOT = os.path.realpath("/srv/avatars")


def locate(name):
    path = os.path.realpath(os.path.join(ROOT, name))
    if os.path.commonpath([ROOT, path]) != ROOT:
        return None
    return path


@app.route("/avatar")
def avatar():
    path = locate(request.args.get("name", "default.png"))
    if path is None:
        abort(404)
    return send_file(path)
