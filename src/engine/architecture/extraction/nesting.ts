/** Deepest bracket nesting that the parser is trusted with: it recurses, and overflows its stack far above this. */
const DEEPEST = 800;

/** True when brackets nest so deep that only a generated or hostile file does it. Strings are not told apart: close enough. */
export function nestsTooDeep(source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === 0x29 || code === 0x5d || code === 0x7d) {
      depth = Math.max(0, depth - 1);
    }
  }
  return false;
}
