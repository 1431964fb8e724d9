import os
import sqlite3

from flask import Blueprint, Flask, g, jsonify, request
from flask_login import current_user, login_required
from flask_wtf.csrf import CSRFProtect

subscriptions = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")
csrf = CSRFProtect()


def connection():
    if "connection" not in g:
        g.connection = sqlite3.connect(os.environ["SUBSCRIPTIONS"])
        g.connection.row_factory = sqlite3.Row
    return g.connection


@subscriptions.teardown_app_request
def close(_error):
    opened = g.pop("connection", None)
    if opened is not None:
        opened.close()


def find(number):
    return connection().execute(
        "SELECT id, topic, since FROM subscription WHERE id = ? AND account = ?",
        (number, current_user.get_id()),
    ).fetchone()


@subscriptions.get("")
@login_required
def list_subscriptions():
    rows = connection().execute(
        "SELECT id, topic, since FROM subscription WHERE account = ? ORDER BY since", (current_user.get_id(),)
    )
    return jsonify([dict(row) for row in rows])


@subscriptions.post("")
@login_required
def subscribe():
    topic = (request.get_json(silent=True) or {}).get("topic", "")
    if not isinstance(topic, str) or not topic.strip():
        return jsonify(error="topic"), 400
    with connection() as database:
        cursor = database.execute(
            "INSERT INTO subscription (account, topic, since) VALUES (?, ?, date('now'))",
            (current_user.get_id(), topic.strip()),
        )
    return jsonify(id=cursor.lastrowid), 201


@subscriptions.delete("/<int:number>")
@login_required
def unsubscribe(number):
    if find(number) is None:
        return jsonify(error="no such subscription"), 404
    with connection() as database:
        database.execute(
            "DELETE FROM subscription WHERE id = ? AND account = ?", (number, current_user.get_id())
        )
    return "", 204


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ["SECRET_KEY"]
    csrf.init_app(app)
    app.register_blueprint(subscriptions)
    return app
