const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const ROOT = path.resolve('notes');

http
  .createServer((req, res) => {
    const wanted = new URL(req.url, 'http://localhost').searchParams.get('note') ?? 'index.txt';
    const file = path.join(ROOT, wanted.replace('../', ''));
    if (path.extname(file) !== '.txt') {
      res.writeHead(404).end();
      return;
    }
    fs.readFile(file, (error, data) => {
      res.writeHead(error ? 404 : 200, { 'Content-Type': 'text/plain' });
      res.end(error ? '' : data);
    });
  })
  .listen(3000);
