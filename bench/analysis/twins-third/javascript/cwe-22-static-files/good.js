const fs = require('fs');
const http = require('http');
const path = require('path');

const ROOT = path.resolve(__dirname, 'public');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.png': 'image/png',
};

function locate(url) {
  const wanted = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const name = wanted.endsWith('/') ? `${wanted}index.html` : wanted;
  const file = path.join(ROOT, name);
  if (!file.startsWith(ROOT + path.sep) || name.includes('\0')) return null;
  return file;
}

function fail(response, status) {
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  response.end(http.STATUS_CODES[status]);
}

const server = http.createServer((request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    fail(response, 405);
    return;
  }
  let file;
  try {
    file = locate(request.url);
  } catch {
    fail(response, 400);
    return;
  }
  if (file === null) {
    fail(response, 404);
    return;
  }
  const stream = fs.createReadStream(file);
  stream.once('error', () => fail(response, 404));
  stream.once('open', () => {
    const type = TYPES[path.extname(file)] || 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' });
    stream.pipe(response);
  });
});

server.listen(8080, '127.0.0.1');
