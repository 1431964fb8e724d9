const express = require('express');

const app = express();
app.use(express.json({ limit: '1mb' }));

const SLUG = /^([a-z0-9]+-?)+$/;

app.post('/articles', (req, res) => {
  const { slug, title } = req.body;
  if (!SLUG.test(slug)) {
    return res.status(422).json({ error: 'slug' });
  }
  return res.status(201).json({ slug, title });
});
