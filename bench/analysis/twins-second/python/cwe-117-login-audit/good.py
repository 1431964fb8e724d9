import logging

from flask import Flask, request

app = Flask(__name__)
logging.basicConfig(filename="audit.log", format="%(asctime)s %(message)s")
audit = logging.getLogger("audit")


def one_line(value):
    return value.replace("\r", " ").replace("\n", " ")


@app.post("/sessions")
def login():
    user = one_line(request.form["user"])
    if request.form.get("password") != "" and user in ("ann", "bob"):
        return "", 204
    audit.warning("failed sign-in of %s", user)
    return "", 401
