const express = require('express');
const escapeHtml = require('escape-html');

const app = express();
const render = (title, body) => `<!doctype html><title>${title}</title>${body}`;

app.get('/search', (req, res) => {
  const term = String(req.query.q ?? '');
  const lines = ['<h1>Search</h1>'];
  lines.push(`<p>Nothing found for ${term.trim()}</p>`);
  res.send(render('Search', lines.join('\n')));
});

app.listen(3000);
