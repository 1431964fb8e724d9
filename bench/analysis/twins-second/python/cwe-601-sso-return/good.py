from urllib.parse import urlsplit

from flask import Flask, redirect, request, session

app = Flask(__name__)
app.config.from_envvar("SSO_SETTINGS")


def target():
    url = request.args.get("return_to", "/")
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or not url.isprintable() or not url.startswith("/") or url.startswith(("//", "/\\")):
        return "/"
    return url


@app.route("/sso/callback")
def callback():
    session["user"] = request.args.get("subject", "")[:64]
    return redirect(target())
