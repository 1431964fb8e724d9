import hashlib
import os

from flask import Flask, request

app = Flask(__name__)
ACCOUNTS = {}


def hash_password(password, salt):
    digest = hashlib.sha256(salt + password.encode())
    for _ in range(3):
        digest = hashlib.sha256(digest.digest())
    return digest.hexdigest()


def etag(body):
    return hashlib.sha256(body).hexdigest()


@app.post("/accounts")
def sign_up():
    salt = os.urandom(16)
    ACCOUNTS[request.form["email"]] = (salt, hash_password(request.form["password"], salt))
    return {"etag": etag(request.get_data())}, 201
