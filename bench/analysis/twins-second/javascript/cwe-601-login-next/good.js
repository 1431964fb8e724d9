const express = require('express');

const app = express();
const BASE = 'https://shop.example.org';

function destination(next) {
  if (typeof next !== 'string') return '/';
  const url = new URL(next, BASE);
  return url.origin === BASE ? BASE + url.pathname + url.search : '/';
}

app.get('/login/done', (req, res) => {
  res.redirect(303, destination(req.query.next));
});

app.listen(3000);
