import { randomUUID } from 'node:crypto';
import { extname, join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import multer from 'multer';
import { requireAccount } from './accounts';

const FOLDER = join(__dirname, 'public', 'badges');
const KINDS = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
]);

const storage = multer.diskStorage({
  destination: FOLDER,
  filename: (_req, file, done) => done(null, `${randomUUID()}${extname(file.originalname).toLowerCase()}`),
});

const upload = multer({
  storage,
  limits: { fileSize: 1_000_000, files: 1 },
  fileFilter: (_req, file, done) => {
    const kinds = [...KINDS.values()];
    done(null, kinds.includes(file.mimetype));
  },
});

const app = express();
app.use('/badges', express.static(FOLDER));

app.post('/badges', requireAccount, upload.single('badge'), (req: Request, res: Response) => {
  if (req.file === undefined) {
    res.status(415).json({ error: 'badge' });
    return;
  }
  res.status(201).json({ url: `/badges/${req.file.filename}` });
});

app.use((error: Error, _req: Request, res: Response, next: NextFunction) => {
  if (error instanceof multer.MulterError) {
    res.status(413).json({ error: error.code });
    return;
  }
  next(error);
});

app.listen(3000);
