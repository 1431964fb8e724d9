import psycopg2
from flask import Flask, jsonify, request

app = Flask(__name__)

COLUMNS = {"name": "name", "created": "created_at", "price": "price_cents"}


def sort_column(requested):
    return COLUMNS.get(requested, "name")


@app.get("/products")
def products():
    column = sort_column(request.args.get("sort", "name"))
    connection = psycopg2.connect("dbname=shop")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM products ORDER BY %s" % column)
        rows = cursor.fetchall()
    connection.close()
    return jsonify(rows)
