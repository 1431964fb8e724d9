from pathlib import Path

from flask import Flask, Response, abort, request

app = Flask(__name__)
ROOT = Path("/var/lib/helpdesk/attachments").resolve()


def locate(ticket, name):
    return ROOT / str(ticket) / name


@app.route("/tickets/<int:ticket>/attachment")
def attachment(ticket):
    path = locate(ticket, request.args["name"])
    if not path.exists():
        abort(404)
    with open(path, "rb") as handle:
        return Response(handle.read(), mimetype="application/octet-stream")
