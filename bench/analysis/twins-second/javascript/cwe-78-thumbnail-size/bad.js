const { exec, execFile } = require('node:child_process');
const express = require('express');

const app = express();

app.get('/thumbnail', (req, res) => {
  const { size = '100x100' } = req.query;
  const done = (error) => res.status(error ? 500 : 204).end();
  exec(`convert input.png -resize ${size} output.png`, done);
});

app.listen(3000);
