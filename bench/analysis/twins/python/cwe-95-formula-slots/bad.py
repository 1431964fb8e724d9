from flask import Flask, jsonify, request

app = Flask(__name__)

DEFAULT = "round(total * 0.19, 2)"


@app.post("/quotes")
def quote():
    total = float(request.form["total"])
    parts = {"formula": DEFAULT, "note": ""}
    parts["formula"] = request.form.get("formula", DEFAULT)
    tax = eval(parts["formula"], {"round": round}, {"total": total})
    return jsonify(total=total, tax=tax, note=parts["note"][:80])
