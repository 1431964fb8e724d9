import path from 'node:path';
import { readFile } from 'node:fs/promises';
import express, { type Request, type Response } from 'express';

const app = express();
const ROOT = path.resolve('themes');

function locate(theme: string, file: string): string | null {
  const full = path.join(ROOT, theme, file);
  return full.startsWith(ROOT + path.sep) ? full : null;
}

app.get('/themes/:theme', async (req: Request, res: Response) => {
  const full = locate(req.params.theme, String(req.query.file));
  if (full === null) {
    res.sendStatus(404);
    return;
  }
  const css = await readFile(full, 'utf8');
  res.type('text/css').send(css);
});
