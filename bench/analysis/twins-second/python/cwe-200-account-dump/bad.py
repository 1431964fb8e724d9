import logging
import traceback

from flask import Flask, jsonify

app = Flask(__name__)
log = logging.getLogger(__name__)


def load_invoice(number):
    with open(f"/srv/invoices/{number}.json", encoding="utf-8") as file:
        return file.read()


@app.route("/invoices/<int:number>")
def invoice(number):
    try:
        return load_invoice(number)
    except OSError:
        detail = traceback.format_exc()
        return jsonify(error="unreadable", detail=detail), 500
