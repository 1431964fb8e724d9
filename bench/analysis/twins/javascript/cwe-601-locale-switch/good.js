const express = require('express');
const router = express.Router();

router.post('/locale', (req, res) => {
  const { locale, back } = req.body;
  req.session.locale = locale === 'de' ? 'de' : 'en';
  let target = '/';
  if (typeof back === 'string') {
    const url = new URL(back, 'https://shop.example');
    if (url.origin === 'https://shop.example') target = '/' + url.pathname.replace(/^\/+/, '');
  }
  res.redirect(303, target);
});

module.exports = router;
