/** Longest text in a box. */
export const LABEL_LENGTH = 28;

// Control characters and line breaks would break every format; bidirectional marks could reorder a whole label.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** Cuts the middle out of a long name, by code points, so that its beginning and its end stay readable. */
export function shortLabel(name: string, length = LABEL_LENGTH): string {
  const clean = name.replace(unprintable, ' ').trim();
  const points = [...clean];
  if (points.length <= length) return clean === '' ? '(unnamed)' : clean;
  const head = Math.ceil((length - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (length - 1 - head)).join('')}`;
}

/** For text and attribute values of SVG; what XML 1.0 cannot hold at all is dropped. */
export function escapeXml(text: string): string {
  return text.replace(unprintable, ' ').replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`);
}

/** Inside a quoted Mermaid label: its entity codes for every character that its grammar or HTML could read. */
export function escapeMermaid(text: string): string {
  return text.replace(unprintable, ' ').replace(/[^\p{L}\p{N} .,_\-/·…→+:]/gu, (char) => `#${char.codePointAt(0)};`);
}
