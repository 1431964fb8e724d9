from flask import Flask, abort, jsonify, request
from lxml import etree

app = Flask(__name__)
USERS = etree.parse("users.xml")


@app.route("/users")
def find_user():
    name = request.args.get("name", "")
    if len(name) > 50:
        abort(400)
    query = "//user[name=$name]/email/text()"
    found = USERS.xpath(query, name=name)
    if not found:
        abort(404)
    return jsonify(email=str(found[0]))
