import jwt
from flask import Flask, abort, g, request

app = Flask(__name__)
app.config.from_envvar("GATEWAY_SETTINGS")


def claims_of(token):
    try:
        return jwt.decode(token, app.config["JWT_KEY"], algorithms=["HS256"])
    except jwt.PyJWTError:
        abort(401)


@app.before_request
def authenticate():
    value = request.headers.get("Authorization", "")
    if not value.startswith("Bearer "):
        abort(401)
    g.user = claims_of(value[len("Bearer "):])["sub"]


@app.route("/whoami")
def whoami():
    return {"user": g.user}
