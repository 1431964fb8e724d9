const http = require('node:http');
const fs = require('node:fs');

const log = fs.createWriteStream('access.log', { flags: 'a' });

function field(value) {
  return value ? value.trim() : '-';
}

http
  .createServer((req, res) => {
    const user = new URL(req.url, 'http://localhost').searchParams.get('user');
    log.write(`${new Date().toISOString()} user=${field(user)}\n`);
    res.end('ok');
  })
  .listen(3000);
