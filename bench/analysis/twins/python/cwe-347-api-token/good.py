import os

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

app = FastAPI()
bearer = HTTPBearer()
SECRET = os.environ["TOKEN_SECRET"]


def current_user(credentials=Depends(bearer)):
    try:
        claims = jwt.decode(credentials.credentials, SECRET, algorithms=["HS256"], options={"require": ["exp"]})
    except jwt.PyJWTError:
        raise HTTPException(401, "token")
    return claims["sub"]


@app.get("/me")
def me(user=Depends(current_user)):
    return {"user": user}
