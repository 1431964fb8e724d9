import { Pool } from 'pg';

const pool = new Pool();

interface Line {
  productId: number;
  count: number;
}

export async function weigh(lines: Line[]): Promise<number> {
  let grams = 0;
  for (const line of lines) {
    const found = await pool.query('SELECT grams FROM product WHERE id = $1', [line.productId]);
    grams += found.rows[0].grams * line.count;
  }
  return grams;
}
