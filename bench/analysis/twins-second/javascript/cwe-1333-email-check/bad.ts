import express from 'express';

const app = express();
app.use(express.json());

const LABELS = /^([a-z0-9]+-?)*$/;

function isSlug(text: string): boolean {
  return LABELS.test(text);
}

app.post('/pages', (req, res) => {
  const slug = String(req.body.slug);
  if (!isSlug(slug)) {
    res.status(422).json({ error: 'slug' });
    return;
  }
  res.status(201).json({ slug });
});

app.listen(3000);
