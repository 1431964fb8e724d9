import datetime
import os
import secrets
from typing import Annotated

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from fastapi import Depends, FastAPI, Form, HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = FastAPI()
engine = create_engine(os.environ["NOTES_DATABASE"])
hasher = PasswordHasher()
KEY = os.environ["SESSION_KEY"]
LIFETIME = datetime.timedelta(hours=2)


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]


class Note(Base):
    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str]


class NewNote(BaseModel):
    text: str = Field(min_length=1, max_length=4000)


class Tokens:
    def __init__(self, key: str):
        self.key = key

    def issue(self, account: int) -> str:
        now = datetime.datetime.now(datetime.timezone.utc)
        claims = {"sub": str(account), "iat": now, "exp": now + LIFETIME, "jti": secrets.token_hex(8)}
        return jwt.encode(claims, self.key, algorithm="HS256")

    def account(self, token: str) -> int:
        options = {"verify_signature": True, "require": ["sub", "exp"], "verify_exp": True}
        claims = jwt.decode(token, self.key, algorithms=["HS256"], options=options)
        return int(claims["sub"])


tokens = Tokens(KEY)


def current_account(request: Request) -> int:
    try:
        return tokens.account(request.cookies.get("session", ""))
    except (jwt.InvalidTokenError, ValueError) as error:
        raise HTTPException(status_code=401, detail="session") from error


@app.post("/login", status_code=204)
def login(name: Annotated[str, Form()], password: Annotated[str, Form()], response: Response):
    with Session(engine) as session:
        account = session.scalar(select(Account).where(Account.name == name))
    try:
        if account is None:
            raise VerificationError
        hasher.verify(account.password, password)
    except VerificationError as error:
        raise HTTPException(status_code=401, detail="name or password") from error
    response.set_cookie("session", tokens.issue(account.id), httponly=True, secure=True, samesite="strict")


@app.get("/notes")
def notes(account: Annotated[int, Depends(current_account)]):
    with Session(engine) as session:
        found = session.scalars(select(Note).where(Note.account_id == account).limit(200))
        return [{"id": note.id, "text": note.text} for note in found]


@app.post("/notes", status_code=201)
def add_note(note: NewNote, account: Annotated[int, Depends(current_account)]):
    with Session(engine) as session, session.begin():
        session.add(Note(account_id=account, text=note.text))
