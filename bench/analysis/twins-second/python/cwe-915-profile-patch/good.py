from flask import Flask, abort, request
from sqlalchemy.orm import Session

from .models import Member, engine

app = Flask(__name__)
EDITABLE = ("name", "city", "phone")


@app.patch("/members/<int:number>")
def patch_member(number):
    body = request.get_json()
    with Session(engine) as session:
        member = session.get(Member, number)
        if member is None:
            abort(404)
        for key, value in body.items():
            if key in EDITABLE:
                setattr(member, key, value)
        session.commit()
    return "", 204
