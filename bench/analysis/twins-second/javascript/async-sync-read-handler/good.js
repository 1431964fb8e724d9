const { readFileSync } = require('node:fs');
const { readFile } = require('node:fs/promises');
const express = require('express');

const app = express();
const title = readFileSync('title.txt', 'utf8').trim();

app.get('/terms', async (req, res) => {
  const terms = await readFile('terms.txt', 'utf8');
  res.json({ title, terms });
});

app.listen(3000);
