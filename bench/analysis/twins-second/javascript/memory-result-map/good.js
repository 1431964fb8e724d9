const express = require('express');

const app = express();
const results = new Map();
const LIMIT = 500;

function compute(text) {
  return [...text].reverse().join('');
}

app.get('/reverse', (req, res) => {
  const text = String(req.query.text);
  if (!results.has(text)) {
    if (results.size >= LIMIT) results.clear();
    results.set(text, compute(text));
  }
  res.type('text/plain').send(results.get(text));
});

app.listen(3000);
