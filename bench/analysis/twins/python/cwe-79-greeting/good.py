from flask import Flask, request
from markupsafe import Markup, escape

app = Flask(__name__)


def card(title, body):
    return "<section class='card'><h2>" + title + "</h2>" + body + "</section>"


@app.get("/welcome")
def welcome():
    name = request.args.get("name", "guest")
    body = Markup("<p>Good to see you, %s.</p>") % name
    return card("Welcome", str(body))
