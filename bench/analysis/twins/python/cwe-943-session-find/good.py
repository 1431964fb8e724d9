import hashlib

from flask import Flask, jsonify, request
from pymongo import MongoClient

app = Flask(__name__)
users = MongoClient().shop.users


@app.post("/api/device-login")
def device_login():
    body = request.get_json()
    query = {"device": str(body["device"]), "pin": str(body["pin"])}
    user = users.find_one(query)
    if user is None:
        return jsonify(error="unknown device"), 401
    return jsonify(id=str(user["_id"]))
