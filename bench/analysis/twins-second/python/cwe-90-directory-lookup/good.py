from flask import Flask, jsonify, request
from ldap3 import Connection, Server
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)
server = Server("ldaps://directory.internal")


def build_filter(uid, department):
    parts = ["(objectClass=person)", f"(uid={uid})"]
    if department:
        parts.append(f"(ou={department})")
    return "(&" + "".join(parts) + ")"


@app.route("/people")
def people():
    uid = escape_filter_chars(request.args.get("uid", ""))
    department = escape_filter_chars(request.args.get("department", ""))
    with Connection(server, auto_bind=True) as connection:
        connection.search("dc=example,dc=org", build_filter(uid, department), attributes=["cn"])
        return jsonify([str(entry.cn) for entry in connection.entries])
