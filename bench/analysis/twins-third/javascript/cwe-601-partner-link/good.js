const express = require('express');
const { Pool } = require('pg');

const pool = new Pool();
const router = express.Router();

router.get('/out/:partner', async (req, res, next) => {
  try {
    const { rows } = await pool.query('SELECT url FROM partner WHERE slug = $1', [req.params.partner]);
    if (rows.length === 0) {
      return res.status(404).send('unknown partner');
    }
    await pool.query('UPDATE partner SET visits = visits + 1 WHERE slug = $1', [req.params.partner]);
    const url = new URL('/', rows[0].url);
    url.searchParams.set('from', req.query.to ?? 'portal');
    return res.redirect(302, url.href);
  } catch (error) {
    return next(error);
  }
});

module.exports = router;
