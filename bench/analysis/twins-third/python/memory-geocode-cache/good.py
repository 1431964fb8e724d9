import functools
import os

import requests
from flask import Flask, jsonify, request

app = Flask(__name__)
SERVICE = os.environ.get("GEOCODER", "https://geo.example.org/search")


@functools.lru_cache(maxsize=4096)
def locate(address):
    answer = requests.get(SERVICE, params={"q": address, "limit": 1}, timeout=5)
    answer.raise_for_status()
    places = answer.json()
    return (places[0]["lat"], places[0]["lon"]) if places else None


@app.get("/locate")
def locate_address():
    address = " ".join(request.args.get("address", "").lower().split())
    if not 5 <= len(address) <= 200:
        return jsonify(error="address"), 400
    try:
        place = locate(address)
    except requests.RequestException:
        return jsonify(error="geocoder"), 502
    if place is None:
        return jsonify(error="unknown address"), 404
    return jsonify(lat=place[0], lon=place[1])
