import os

from flask import Flask, jsonify, request
from ldap3 import ALL, Connection, Server
from ldap3.utils.conv import escape_filter_chars

app = Flask(__name__)
server = Server("ldaps://directory.internal", get_info=ALL)


def person_filter(uid):
    return "(&(objectClass=person)(uid=%s))" % escape_filter_chars(uid)


@app.get("/people")
def people():
    conn = Connection(server, os.environ["LDAP_USER"], os.environ["LDAP_PASSWORD"], auto_bind=True)
    conn.search("ou=people,dc=corp", person_filter(request.args["uid"]), attributes=["cn", "mail"])
    return jsonify([entry.entry_attributes_as_dict for entry in conn.entries])
