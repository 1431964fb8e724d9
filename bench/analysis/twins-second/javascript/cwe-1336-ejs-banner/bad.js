const ejs = require('ejs');
const express = require('express');

const app = express();
app.use(express.urlencoded({ extended: false }));

app.post('/preview', (req, res) => {
  const banner = String(req.body.banner);
  const html = ejs.render(`<h1>${banner}</h1><p><%= shop %></p>`, { shop: 'Corner' });
  res.send(html);
});

app.listen(3000);
