import yaml
from flask import Flask, jsonify, request

app = Flask(__name__)
DEFAULTS = {"theme": "light", "page_size": 25}


class SettingsLoader(yaml.UnsafeLoader):
    pass


def merge(values):
    known = {key: value for key, value in values.items() if key in DEFAULTS}
    return {**DEFAULTS, **known}


@app.post("/settings")
def settings():
    values = yaml.load(request.get_data(as_text=True), Loader=SettingsLoader)
    if not isinstance(values, dict):
        return jsonify(error="mapping expected"), 422
    return jsonify(merge(values))
