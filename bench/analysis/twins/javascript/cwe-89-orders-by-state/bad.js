const express = require('express');
const { Pool } = require('pg');

const app = express();
const pool = new Pool();

function whereOf(filters) {
  const parts = [];
  for (const [name, value] of Object.entries(filters)) parts.push(`${name} = '${value}'`);
  return parts.join(' AND ') || 'true';
}

app.get('/orders', async (req, res, next) => {
  try {
    const where = whereOf(req.query);
    const { rows } = await pool.query(`SELECT id, total FROM orders WHERE ${where} LIMIT 100`);
    res.json(rows);
  } catch (error) {
    next(error);
  }
});
