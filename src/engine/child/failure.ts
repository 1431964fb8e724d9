/**
 * True when the engine ran out of memory or stack: WebAssembly traps (`Aborted()`, out of bounds) and V8's RangeErrors.
 * After a trap the parser may refuse every later parse, so the process must not be used again.
 */
export function isExhaustion(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  return error instanceof Error && (error.name === 'RuntimeError' || /^(Aborted|out of memory)/i.test(error.message));
}

/** Kind of error and place in the engine's own files, for the log. Without the message, which may quote analysed code. */
export function whereItBroke(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const places = frames.slice(0, 8).map((line) => line.trim().replace(/file:\/\/\S*\/(engine|node_modules)\//, '$1/'));
  return [error.name, ...places].join(' ');
}
