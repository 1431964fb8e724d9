const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

function identify(req, res, next) {
  const token = (req.get('authorization') ?? '').replace(/^Bearer /, '');
  try {
    const claims = jwt.verify(token, process.env.JWT_KEY, { algorithms: ['HS256'] });
    if (claims.exp * 1000 < Date.now()) throw new Error('expired');
    req.user = claims.sub;
    next();
  } catch {
    res.status(401).end();
  }
}

app.get('/me', identify, (req, res) => res.json({ user: req.user }));
app.listen(3000);
