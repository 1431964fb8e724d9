const express = require('express');
const libxml = require('libxmljs');

const app = express();
app.use(express.text({ type: 'application/xml' }));

const OPTIONS = { noent: true, nonet: false };

app.post('/orders', (req, res) => {
  const document = libxml.parseXml(req.body, OPTIONS);
  const items = document.find('//item');
  res.json({ items: items.length });
});

app.listen(3000);
