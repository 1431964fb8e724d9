/** How one name becomes another by slips of a hand. */
export interface NameDistance {
  /** Insertions, deletions, replacements and swaps of neighbours (restricted Damerau–Levenshtein). */
  readonly edits: number;
  /** Of those, how many are what fingers do: neighbours on the keyboard, doubled letters, swaps, letters that look alike. */
  readonly slips: number;
}

const rows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const alike = new Set(['0o', '1l', '1i', 'il', '5s', '3e', 'vw', 'mn', '-_', '-.', '._']);

/**
 * The distance of two short names, in O(|a| · |b|) time with three rows; null beyond `most` edits. Names are cut to 100
 * characters: nobody's hand slips further on.
 */
export function nameDistance(left: string, right: string, most: number): NameDistance | null {
  const a = left.slice(0, 100);
  const b = right.slice(0, 100);
  if (Math.abs(a.length - b.length) > most) return null;
  let before: NameDistance[] = [];
  let above: NameDistance[] = Array.from({ length: b.length + 1 }, (_, at) => ({ edits: at, slips: 0 }));
  for (let i = 1; i <= a.length; i += 1) {
    const row: NameDistance[] = [{ edits: i, slips: 0 }];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = plus(above[j - 1], same ? 0 : 1, !same && near(a[i - 1] ?? '', b[j - 1] ?? ''));
      best = better(best, plus(above[j], 1, isHyphen(a[i - 1]) || a[i - 1] === a[i - 2]));
      best = better(best, plus(row[j - 1], 1, isHyphen(b[j - 1]) || b[j - 1] === b[j - 2]));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped && !same) best = better(best, plus(before[j - 2], 1, true));
      row.push(best);
      least = Math.min(least, best.edits);
    }
    if (least > most) return null;
    before = above;
    above = row;
  }
  const found = above[b.length];
  return found === undefined || found.edits > most ? null : found;
}

function plus(distance: NameDistance | undefined, edits: number, slip: boolean): NameDistance {
  const { edits: sum, slips } = distance ?? { edits: Infinity, slips: 0 };
  return { edits: sum + edits, slips: slips + (slip ? 1 : 0) };
}

function better(left: NameDistance, right: NameDistance): NameDistance {
  return right.edits < left.edits || (right.edits === left.edits && right.slips > left.slips) ? right : left;
}

function isHyphen(character: string | undefined): boolean {
  return character === '-' || character === '_' || character === '.';
}

function near(a: string, b: string): boolean {
  if (alike.has(a < b ? a + b : b + a)) return true;
  const [rowA, columnA] = keyAt(a);
  const [rowB, columnB] = keyAt(b);
  return rowA >= 0 && rowB >= 0 && Math.abs(rowA - rowB) <= 1 && Math.abs(columnA - columnB) <= 1;
}

function keyAt(character: string): [row: number, column: number] {
  const row = rows.findIndex((keys) => keys.includes(character));
  return [row, rows[row]?.indexOf(character) ?? -9];
}
