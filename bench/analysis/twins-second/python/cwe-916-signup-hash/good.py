import hashlib
import os

from flask import Flask, request

app = Flask(__name__)
ACCOUNTS = {}


def hash_password(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26).hex()


def etag(body):
    return hashlib.sha256(body).hexdigest()


@app.post("/accounts")
def sign_up():
    salt = os.urandom(16)
    ACCOUNTS[request.form["email"]] = (salt, hash_password(request.form["password"], salt))
    return {"etag": etag(request.get_data())}, 201
