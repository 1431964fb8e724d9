const express = require('express');
const router = express.Router();

router.post('/locale', (req, res) => {
  const { locale, back } = req.body;
  req.session.locale = locale === 'de' ? 'de' : 'en';
  let target = '/';
  if (typeof back === 'string' && back.length > 0) {
    target = back;
  }
  res.redirect(303, target);
});

module.exports = router;
