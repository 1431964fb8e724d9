from pathlib import Path

from flask import Flask, Response, abort, request

app = Flask(__name__)
ROOT = Path("/var/lib/helpdesk/attachments").resolve()


def locate(ticket, name):
    path = (ROOT / str(ticket) / name).resolve()
    if not path.is_relative_to(ROOT):
        abort(404)
    return path


@app.route("/tickets/<int:ticket>/attachment")
def attachment(ticket):
    path = locate(ticket, request.args["name"])
    with open(path, "rb") as handle:
        return Response(handle.read(), mimetype="application/octet-stream")
