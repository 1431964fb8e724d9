import os
import sqlite3
from contextlib import closing

from flask import Flask, abort, g, jsonify, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
app.config["DATABASE"] = os.environ.get("SHELF_DATABASE", "shelf.db")

SORTS = {"title": "b.title", "year": "b.year", "author": "a.name"}


class Filter:
    """Collects the conditions of a list and what stands in them."""

    def __init__(self):
        self.conditions = []
        self.values = []

    def equals(self, column, value):
        if value is None or value == "":
            return self
        self.conditions.append(f"{column} = ?")
        self.values.append(value)
        return self

    def starts(self, column, value):
        if not value:
            return self
        self.conditions.append(f"{column} LIKE '{value}%'")
        return self

    def where(self):
        if not self.conditions:
            return ""
        return " WHERE " + " AND ".join(self.conditions)


def database():
    if "database" not in g:
        g.database = sqlite3.connect(app.config["DATABASE"])
        g.database.row_factory = sqlite3.Row
    return g.database


@app.teardown_appcontext
def close_database(_error):
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()


@app.errorhandler(HTTPException)
def answer_error(error):
    return jsonify(error=error.name), error.code


@app.get("/books")
def books():
    wanted = (
        Filter()
        .equals("a.name", request.args.get("author"))
        .equals("b.year", request.args.get("year", type=int))
        .starts("b.title", request.args.get("title"))
    )
    order = SORTS.get(request.args.get("sort", "title"), "b.title")
    sql = "SELECT b.id, b.title, b.year, a.name FROM book b JOIN author a ON a.id = b.author_id"
    sql += wanted.where()
    sql += f" ORDER BY {order} LIMIT 100"
    with closing(database().cursor()) as cursor:
        cursor.execute(sql, wanted.values)
        return jsonify([dict(row) for row in cursor.fetchall()])


@app.get("/books/<int:book_id>")
def book(book_id):
    with closing(database().cursor()) as cursor:
        cursor.execute("SELECT id, title, year FROM book WHERE id = ?", (book_id,))
        row = cursor.fetchone()
    if row is None:
        abort(404)
    return jsonify(dict(row))


if __name__ == "__main__":
    app.run()
