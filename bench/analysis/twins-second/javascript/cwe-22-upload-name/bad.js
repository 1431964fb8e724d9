const path = require('node:path');
const express = require('express');
const multer = require('multer');

const app = express();
const ALLOWED = new Set(['.png', '.jpg']);

const storage = multer.diskStorage({
  destination: 'public/uploads',
  filename: (req, file, done) => done(null, `${Date.now()}${path.extname(file.originalname)}`),
});

const upload = multer({ storage, limits: { fileSize: 1_000_000 } });

app.use(express.static('public'));
app.post('/photos', upload.single('photo'), (req, res) => {
  res.status(req.file ? 201 : 422).end();
});

app.listen(3000);
