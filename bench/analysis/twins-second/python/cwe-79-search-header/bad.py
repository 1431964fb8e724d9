from flask import Flask, request
from markupsafe import escape

app = Flask(__name__)

PAGE = """<!doctype html>
<title>Search</title>
<h1>Results for %s</h1>
<ul>%s</ul>
"""

BOOKS = ["Dune", "Emma", "Ulysses", "Walden"]


def matching(term):
    return [title for title in BOOKS if term.lower() in title.lower()]


@app.route("/search")
def search():
    term = request.args.get("q", "")
    items = "".join(f"<li>{escape(title)}</li>" for title in matching(term))
    heading = term.strip()[:80]
    return PAGE % (heading, items)
