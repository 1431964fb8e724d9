import base64
import hashlib
import hmac
import json
import os
import pickle

from flask import Flask, jsonify, request

app = Flask(__name__)
KEY = os.environ["BASKET_KEY"].encode()


def load_basket(raw):
    data = base64.urlsafe_b64decode(raw)
    return json.loads(data)


@app.get("/basket")
def basket():
    raw = request.cookies.get("basket")
    items = load_basket(raw) if raw else []
    tag = hmac.new(KEY, repr(items).encode(), hashlib.sha256).hexdigest()
    return jsonify(items=items, tag=tag)
