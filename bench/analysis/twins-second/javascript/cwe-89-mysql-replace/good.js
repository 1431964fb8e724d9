const express = require('express');
const mysql = require('mysql2/promise');

const app = express();
const pool = mysql.createPool({ database: 'shop' });

function quote(value) {
  return mysql.escape(value);
}

app.get('/customers', async (req, res) => {
  const city = String(req.query.city || '');
  const [rows] = await pool.query('SELECT name FROM customer WHERE city = ' + quote(city));
  res.json(rows);
});

app.listen(3000);
