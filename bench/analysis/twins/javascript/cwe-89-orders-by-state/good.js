const express = require('express');
const { Pool } = require('pg');

const app = express();
const pool = new Pool();

function whereOf(filters) {
  const parts = [];
  const values = [];
  for (const name of ['state', 'city']) {
    if (filters[name] === undefined) continue;
    values.push(filters[name]);
    parts.push(`${name} = $${values.length}`);
  }
  return { text: parts.join(' AND ') || 'true', values };
}

app.get('/orders', async (req, res, next) => {
  try {
    const where = whereOf(req.query);
    const { rows } = await pool.query(`SELECT id, total FROM orders WHERE ${where.text} LIMIT 100`, where.values);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});
