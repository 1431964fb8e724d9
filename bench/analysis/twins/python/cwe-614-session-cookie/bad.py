import secrets

from fastapi import FastAPI, Form, Response

app = FastAPI()
sessions = {}


def start_session(response: Response, user: str) -> None:
    sid = secrets.token_urlsafe(32)
    sessions[sid] = user
    response.set_cookie("session_id", sid, max_age=3600, httponly=True, samesite="lax")


@app.post("/sessions")
def create(response: Response, user: str = Form(), password: str = Form()):
    if not check(user, password):
        response.status_code = 401
        return {"ok": False}
    start_session(response, user)
    return {"ok": True}


def check(user: str, password: str) -> bool:
    return secrets.compare_digest(user, password)
