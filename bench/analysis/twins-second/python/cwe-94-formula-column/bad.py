import ast

from flask import Flask, jsonify, request

app = Flask(__name__)
ROWS = [{"price": 10, "count": 2}, {"price": 7, "count": 5}]


def compute(expression, row):
    return eval(expression, {"__builtins__": {}}, dict(row))


@app.post("/columns")
def add_column():
    payload = request.get_json()
    values = []
    for row in ROWS:
        try:
            values.append(compute(payload["expression"], row))
        except (SyntaxError, ValueError):
            return jsonify(error="expression"), 422
    return jsonify(values)
