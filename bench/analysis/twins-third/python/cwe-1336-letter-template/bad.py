import sqlite3

from flask import Flask, abort, render_template_string, request
from flask_login import LoginManager, login_required

app = Flask(__name__)
login_manager = LoginManager(app)

LETTER = """
<p>Dear {{ name }},</p>
<p>{{ text }}</p>
<p>Yours, {{ sender }}</p>
"""


def member(number):
    with sqlite3.connect("members.db") as connection:
        row = connection.execute("SELECT name FROM member WHERE number = ?", (number,)).fetchone()
    return row[0] if row else None


@app.post("/letters/<int:number>")
@login_required
def letter(number):
    name = member(number)
    if name is None:
        abort(404)
    form = request.form
    text = form.get("text", "")
    sender = form.get("sender", "the board")
    body = LETTER.replace("{{ text }}", text)
    return render_template_string(body, name=name, sender=sender)
