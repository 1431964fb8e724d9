const express = require('express');
const escapeHtml = require('escape-html');

const app = express();

class Page {
  constructor(title) {
    this.title = title;
    this.parts = [];
  }

  add(part) {
    this.parts.push(part);
    return this;
  }

  html() {
    return `<!doctype html><title>${this.title}</title>${this.parts.join('')}`;
  }
}

app.get('/search', (req, res) => {
  const words = String(req.query.q || '').trim();
  const page = new Page('Search').add(`<p>No results for <em>${words}</em></p>`);
  res.send(page.html());
});
