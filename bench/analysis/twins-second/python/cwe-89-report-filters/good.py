import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


def connect():
    return sqlite3.connect("reports.db")


class Filters:
    def __init__(self):
        self.clauses = []
        self.params = []

    def add(self, column, value):
        self.clauses.append(f"{column} = ?")
        self.params.append(value)

    def where(self):
        return " AND ".join(self.clauses) or "1 = 1"


@app.route("/reports")
def reports():
    filters = Filters()
    for column in ("region", "status"):
        if column in request.args:
            filters.add(column, request.args[column])
    sql = "SELECT id, title FROM reports WHERE " + filters.where()
    rows = connect().execute(sql, filters.params).fetchall()
    return jsonify(rows)
