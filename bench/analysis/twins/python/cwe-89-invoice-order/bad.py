import sqlite3
from flask import Flask, g, jsonify, request

app = Flask(__name__)

COLUMNS = {"date": "issued_at", "total": "amount_cents", "customer": "customer_name"}


def db():
    if "conn" not in g:
        g.conn = sqlite3.connect("billing.db")
        g.conn.row_factory = sqlite3.Row
    return g.conn


@app.get("/invoices")
def list_invoices():
    column = COLUMNS.get(request.args.get("sort"), request.args.get("sort", "issued_at"))
    page = int(request.args.get("page", 1))
    sql = f"SELECT id, amount_cents FROM invoices ORDER BY {column} LIMIT 50 OFFSET {50 * (page - 1)}"
    rows = db().execute(sql).fetchall()
    return jsonify([dict(row) for row in rows])
