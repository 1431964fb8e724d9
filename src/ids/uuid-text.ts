/** The text of a UUID in the sixteen bytes from `start` on, in lower case. */
export function uuidText(bytes: Buffer, start = 0): string {
  const text = bytes.toString('hex', start, start + 16);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
