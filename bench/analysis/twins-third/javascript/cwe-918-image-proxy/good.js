import express from 'express';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

const app = express();

const SOURCES = {
  photos: 'https://photos.example.org',
  maps: 'https://maps.example.org',
};

function target(source, path) {
  const base = Object.hasOwn(SOURCES, source) ? SOURCES[source] : null;
  const url = base && new URL(path, base);
  if (!url || url.origin !== base) return null;
  return url;
}

app.get('/image/:source', async (req, res) => {
  const url = URL.canParse(String(req.query.path), 'https://photos.example.org')
    ? target(req.params.source, String(req.query.path))
    : null;
  if (url === null) {
    res.status(400).json({ error: 'image' });
    return;
  }
  const answer = await fetch(url, { signal: AbortSignal.timeout(8000), redirect: 'error' });
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || !/^image\/(png|jpeg|webp)$/.test(type)) {
    res.status(502).json({ error: 'image' });
    return;
  }
  res.set({ 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' });
  await pipeline(Readable.fromWeb(answer.body), res);
});

app.listen(3000);
