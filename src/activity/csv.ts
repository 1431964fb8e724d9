/** Spreadsheets run what begins like this as a formula, also after white space and in full width (OWASP, CSV injection). */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/u;
const special = /[",\r\n]/;

/** One line (RFC 4180). Texts that a spreadsheet would run are defused by an apostrophe; numbers stay numbers. */
export function csvRow(values: readonly (string | number | null | undefined)[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: string | number | null | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
