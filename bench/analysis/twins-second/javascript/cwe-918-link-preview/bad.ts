import express from 'express';

const app = express();
const PARTNERS = new Map([
  ['maps', 'https://maps.example.org'],
  ['news', 'https://news.example.org'],
]);

app.get('/preview/:partner', async (req, res) => {
  const base = PARTNERS.get(req.params.partner) ?? `https://${req.params.partner}`;
  const answer = await fetch(`${base}/summary.json`, { redirect: 'error' });
  if (!answer.ok) {
    res.status(502).end();
    return;
  }
  res.json(await answer.json());
});

app.listen(3000);
