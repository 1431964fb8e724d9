const fs = require('fs');
const path = require('path');
const express = require('express');

const app = express();
const FILE = path.join(__dirname, 'translations.json');
const translations = JSON.parse(fs.readFileSync(FILE, 'utf8'));
const read = () => translations;

app.get('/translations/:language', (req, res) => {
  const known = new Map(Object.entries(read()));
  const language = known.get(req.params.language);
  if (!language) {
    res.status(404).json({ error: 'language' });
    return;
  }
  res.set('Cache-Control', 'public, max-age=300');
  res.json(language);
});

app.get('/translations', (req, res) => {
  res.json(Object.keys(read()));
});

app.listen(3000);
