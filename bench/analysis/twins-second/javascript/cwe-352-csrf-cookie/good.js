const express = require('express');
const session = require('express-session');

const app = express();
const cookie = { secure: true, sameSite: 'strict', maxAge: 3_600_000 };
cookie.httpOnly = true;

app.use(
  session({
    name: 'sid',
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie,
  }),
);

app.get('/', (req, res) => {
  req.session.visits = (req.session.visits ?? 0) + 1;
  res.json({ visits: req.session.visits });
});

app.listen(3000);
