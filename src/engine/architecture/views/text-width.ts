/**
 * Estimated width of a text in px. Without a browser there is no measuring, so the widths are those of DejaVu Sans, the
 * widest of the usual sans-serif fonts: a text that fits by this estimate fits with any of them.
 */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const char of text) ems += emsOf(char);
  return Math.ceil(ems * fontSize);
}

function emsOf(char: string): number {
  if (/[iljtfrI.,:;'|!()[\]{}/\\ ]/.test(char)) return 0.4;
  if (/[mwMW@%…—→]/.test(char)) return 1;
  if (/[A-Z0-9_+<>=#$&?]/.test(char)) return 0.72;
  // Letters outside Latin, Greek and Cyrillic (CJK, emoji) are drawn as wide as they are high.
  return (char.codePointAt(0) ?? 0) > 0x52f ? 1.1 : 0.62;
}
