const express = require('express');
const { requireAccount } = require('./accounts');

const app = express();
app.use(express.json());

const defaults = Object.freeze({ theme: 'light', mail: { daily: false, address: null }, panels: {} });
const settings = new Map();

function isPlain(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === 'constructor') continue;
    if (isPlain(source[key]) && isPlain(target[key])) {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.use(requireAccount);

app.get('/settings', (req, res) => {
  res.json(settings.get(req.account) ?? defaults);
});

app.patch('/settings', (req, res) => {
  if (!isPlain(req.body)) return res.sendStatus(400);
  const current = structuredClone(settings.get(req.account) ?? defaults);
  settings.set(req.account, merge(current, req.body));
  return res.json(settings.get(req.account));
});

app.listen(3000);
