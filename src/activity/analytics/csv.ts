/** Spreadsheets run what begins like this as a formula, also after white space (OWASP, CSV injection). */
const formula = /^\s*[=+\-@\t\r\n]/;
const special = /[",\r\n]/;

/** RFC 4180, with a header line. Texts that a spreadsheet would run are defused by an apostrophe; numbers stay numbers. */
export function csv(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
