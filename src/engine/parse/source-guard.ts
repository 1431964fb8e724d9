/** Share of characters that text does not hold, above which a source is not text. */
const MAX_SUSPICIOUS = 0.02;

/** Why a source is not parsed, or null. Both are the input's doing, and answered as 422. */
export function refusalOf(code: string): 'empty_code' | 'binary_code' | null {
  if (code.includes('\0')) return 'binary_code';
  if (!/\S/.test(code.replace('\ufeff', ''))) return 'empty_code';
  let suspicious = 0;
  for (let at = 0; at < code.length; at++) if (isSuspicious(code, at)) suspicious += 1;
  return suspicious > code.length * MAX_SUSPICIOUS ? 'binary_code' : null;
}

/** Control characters, what a decoder puts for bytes it cannot read, and half a surrogate pair. */
function isSuspicious(code: string, at: number): boolean {
  const unit = code.charCodeAt(at);
  if (unit >= 0xd800 && unit <= 0xdfff) return !isPaired(code, at, unit);
  if (unit >= 0x20) return unit === 0x7f || unit === 0xfffd;
  return !(unit >= 0x09 && unit <= 0x0d) && unit !== 0x1b;
}

function isPaired(code: string, at: number, unit: number): boolean {
  const high = unit <= 0xdbff;
  const other = code.charCodeAt(high ? at + 1 : at - 1);
  return high ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff;
}
