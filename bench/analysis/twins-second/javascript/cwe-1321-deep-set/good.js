const express = require('express');

const app = express();
app.use(express.json());
const settings = {};

function set(target, path, value) {
  const keys = path.split('.');
  const last = keys.pop();
  let node = target;
  for (const key of keys) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return;
    if (typeof node[key] !== 'object') node[key] = {};
    node = node[key];
  }
  if (last === '__proto__' || last === 'constructor' || last === 'prototype') return;
  node[last] = value;
}

app.patch('/settings', (req, res) => {
  set(settings, req.body.path, req.body.value);
  res.json(settings);
});

app.listen(3000);
