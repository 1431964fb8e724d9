import { Pool } from 'pg';

const pool = new Pool();

interface Line {
  productId: number;
  count: number;
}

export async function weigh(lines: Line[]): Promise<number> {
  let grams = 0;
  const ids = lines.map((line) => line.productId);
  const found = await pool.query('SELECT id, grams FROM product WHERE id = ANY($1)', [ids]);
  const gramsOf = new Map<number, number>(found.rows.map((row) => [row.id, row.grams]));
  for (const line of lines) {
    grams += (gramsOf.get(line.productId) ?? 0) * line.count;
  }
  return grams;
}
