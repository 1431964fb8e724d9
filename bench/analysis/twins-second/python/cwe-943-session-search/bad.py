from flask import Flask, jsonify, request
from pymongo import MongoClient

app = Flask(__name__)
accounts = MongoClient().shop.accounts


@app.post("/login")
def login():
    body = request.get_json()
    email = body.get("email")
    pin = body.get("pin")
    if not email or not pin:
        return jsonify(error="missing"), 400
    account = accounts.find_one({"email": email, "pin": pin})
    if account is None:
        return jsonify(error="unknown"), 401
    return jsonify(id=str(account["_id"]))
