const express = require('express');

const app = express();

app.get('/report', (req, res, next) => {
  next(new Error('report not ready'));
});

app.use((error, req, res, next) => {
  const status = error.status ?? 500;
  console.error(error);
  res.status(status);
  res.json({ status, detail: 'internal error' });
});

app.listen(3000);
