const cookieParser = require('cookie-parser');
const express = require('express');
const serialize = require('node-serialize');

const app = express();
app.use(cookieParser());

app.get('/', (req, res) => {
  const raw = req.cookies.preferences;
  let preferences = { theme: 'light' };
  if (raw) {
    const text = Buffer.from(raw, 'base64').toString();
    preferences = JSON.parse(text);
  }
  res.json({ dark: preferences.theme === 'dark', stored: serialize.serialize({ ok: true }) });
});

app.listen(3000);
