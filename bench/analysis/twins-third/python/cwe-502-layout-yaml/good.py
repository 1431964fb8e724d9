import io
import re

import yaml
from flask import Blueprint, current_app, jsonify, request
from flask_login import current_user, login_required

layouts = Blueprint("layouts", __name__, url_prefix="/layouts")
NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")


class LayoutError(ValueError):
    pass


class Reader:
    """Reads a layout's text; what it may hold is up to the loader."""

    loader = yaml.SafeLoader

    def __init__(self, stream):
        self.stream = io.TextIOWrapper(stream, encoding="utf-8")

    def read(self):
        try:
            content = yaml.load(self.stream, Loader=self.loader)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise LayoutError("not a layout") from error
        if not isinstance(content, dict) or not isinstance(content.get("panels"), list):
            raise LayoutError("no panels")
        return content


@layouts.put("/<name>")
@login_required
def put_layout(name):
    if not NAME.fullmatch(name):
        return jsonify(error="name"), 400
    upload = request.files.get("layout")
    if upload is None:
        return jsonify(error="no layout"), 400
    try:
        content = Reader(upload.stream).read()
    except LayoutError as error:
        return jsonify(error=str(error)), 422
    current_app.extensions["layout_store"].save(current_user.get_id(), name, content)
    return jsonify(panels=len(content["panels"])), 201
