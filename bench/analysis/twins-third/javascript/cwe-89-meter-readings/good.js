'use strict';

const express = require('express');
const mysql = require('mysql2/promise');

const UNITS = ['kWh', 'm3', 'l'];
const PAGE = 50;

class MeterStore {
  constructor(pool) {
    this.pool = pool;
  }

  async list(filter) {
    const { text, values } = this.condition(filter);
    const sql = `SELECT id, meter, unit, value, read_at FROM reading ${text} ORDER BY read_at DESC LIMIT ?`;
    const [rows] = await this.pool.query(sql, [...values, PAGE]);
    return rows;
  }

  condition(filter) {
    const parts = [];
    const values = [];
    for (const [column, value] of Object.entries(filter)) {
      if (value === undefined) continue;
      parts.push(`${column} = ${typeof value === 'number' ? Number(value) : '?'}`);
      if (typeof value !== 'number') values.push(String(value));
    }
    return { text: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
  }

  async add(reading) {
    const sql = 'INSERT INTO reading (meter, unit, value, read_at) VALUES (?, ?, ?, NOW())';
    const [result] = await this.pool.execute(sql, [reading.meter, reading.unit, reading.value]);
    return result.insertId;
  }
}

function routes(store) {
  const router = express.Router();

  router.get('/readings', async (req, res, next) => {
    try {
      const { unit, meter } = req.query;
      if (unit !== undefined && !UNITS.includes(unit)) {
        return res.status(400).json({ error: 'unit' });
      }
      return res.json(await store.list({ unit, meter }));
    } catch (error) {
      return next(error);
    }
  });

  router.post('/readings', async (req, res, next) => {
    try {
      const value = Number(req.body.value);
      if (!Number.isFinite(value) || !UNITS.includes(req.body.unit)) {
        return res.status(400).json({ error: 'reading' });
      }
      const id = await store.add({ meter: String(req.body.meter), unit: req.body.unit, value });
      return res.status(201).json({ id });
    } catch (error) {
      return next(error);
    }
  });

  return router;
}

function createApp() {
  const app = express();
  const pool = mysql.createPool({
    host: process.env.DB_HOST,
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
    database: 'meters',
    connectionLimit: 5,
  });
  app.disable('x-powered-by');
  app.use(express.json({ limit: '20kb' }));
  app.use(routes(new MeterStore(pool)));
  app.use((error, req, res, _next) => {
    console.error('request failed', error);
    res.status(500).json({ error: 'internal' });
  });
  return app;
}

if (require.main === module) {
  createApp().listen(3000);
}

module.exports = { createApp, MeterStore };
