import type { Span } from './analysis-report.js';

const MAX_LINES = 5;
const MAX_LENGTH = 400;

/** The lines a finding stands on, without their common indentation: enough to recognise it by. */
export function snippet({ start, end }: Span, lines: readonly string[]): string {
  const chosen = lines.slice(start.line - 1, Math.min(end.line, start.line - 1 + MAX_LINES));
  const indentation = Math.min(...chosen.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  const text = chosen.map((line) => line.slice(Number.isFinite(indentation) ? indentation : 0)).join('\n');
  if (text.length <= MAX_LENGTH) return text;
  // One endless line: show the part around the finding.
  const from = chosen.length === 1 ? Math.max(0, start.column - 1 - indentation - MAX_LENGTH / 4) : 0;
  return text.slice(from, from + MAX_LENGTH);
}

/** Lines as `Position.line` counts them: ended by LF, CRLF or a lone CR. */
export function linesOf(source: string): string[] {
  return source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
}
