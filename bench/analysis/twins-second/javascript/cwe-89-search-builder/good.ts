import express, { Request, Response } from 'express';
import { Pool } from 'pg';

const app = express();
const pool = new Pool();

class Search {
  private readonly parts: string[] = [];
  readonly values: string[] = [];

  where(column: 'title' | 'author', value: string): this {
    this.values.push(`%${value}%`);
    this.parts.push(`${column} ILIKE $${this.values.length}`);
    return this;
  }

  get sql(): string {
    return `SELECT id, title FROM book WHERE ${this.parts.join(' AND ')}`;
  }
}

app.get('/books', async (req: Request, res: Response) => {
  const search = new Search().where('title', String(req.query.title));
  const found = await pool.query(search.sql, search.values);
  res.json(found.rows);
});

app.listen(3000);
