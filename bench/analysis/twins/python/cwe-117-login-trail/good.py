import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger("auth")


def one_line(value):
    return value.replace("\r", "").replace("\n", "")


@app.post("/login")
def login():
    username = one_line(request.form.get("username", ""))
    if username != "operator":
        log.warning("login refused for " + username)
        return "refused", 401
    return "ok"
