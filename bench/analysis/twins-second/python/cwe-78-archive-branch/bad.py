import shlex
import subprocess

from flask import Flask, abort, request

app = Flask(__name__)


def run(command):
    return subprocess.run(command, shell=True, capture_output=True, text=True)


@app.post("/archives")
def create_archive():
    branch = request.form["branch"]
    if not branch:
        abort(400)
    escaped = branch.replace('"', '\\"')
    result = run(f'git archive --output=/tmp/out.tar "{escaped}"')
    if result.returncode != 0:
        abort(422)
    return {"size": len(result.stdout)}
