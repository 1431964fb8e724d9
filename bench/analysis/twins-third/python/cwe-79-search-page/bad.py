from flask import Flask, make_response, request
from markupsafe import Markup

app = Flask(__name__)

PAGE = Markup("<!doctype html><title>Search</title><h1>{heading}</h1><ul>{items}</ul>")
CATALOGUE = ["lamp", "ladder", "lantern", "rope", "tent"]


@app.route("/search")
def search():
    term = request.args.get("q", "").strip().lower()
    found = [article for article in CATALOGUE if term and term in article]
    items = Markup("").join(Markup("<li>{}</li>").format(article) for article in found)
    heading = Markup("%d articles for " % len(found) + term)
    response = make_response(PAGE.format(heading=heading, items=items))
    response.headers["Cache-Control"] = "no-store"
    return response
