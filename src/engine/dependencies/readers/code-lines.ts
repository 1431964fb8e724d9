import type { Place } from '../manifest.js';

/** A line of a manifest that is code, with its comments blanked out: offsets stay. */
export interface CodeLine {
  readonly text: string;
  readonly start: number;
}

export interface CodeLines {
  readonly lines: readonly CodeLine[];
  readonly comments: readonly Place[];
}

/** Longer lines are nobody's writing. */
const MAX_LINE = 2_000;

/**
 * Splits code into lines without comments. Strings are respected within a line, so that `https://` is no comment.
 * @param line how a comment to the end of a line begins; @param blocks whether there are block comments.
 */
export function codeLines(source: string, line: '#' | '//', blocks: boolean): CodeLines {
  const lines: CodeLine[] = [];
  const comments: Place[] = [];
  let text = '';
  let start = 0;
  let quote = '';
  const finish = (end: number): void => {
    if (text.trim() !== '' && text.length <= MAX_LINE) lines.push({ text, start });
    text = '';
    start = end + 1;
    quote = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === '\n') finish(at);
    else if (quote !== '') {
      if (character === quote && source[at - 1] !== '\\') quote = '';
      text += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      text += character;
    } else if (source.startsWith(line, at)) {
      const end = source.indexOf('\n', at);
      const stop = end < 0 ? source.length : end;
      comments.push({ start: at, end: stop });
      at = stop - 1;
    } else if (blocks && source.startsWith('/*', at)) {
      const end = source.indexOf('*/', at + 2);
      const stop = end < 0 ? source.length : end + 2;
      comments.push({ start: at, end: stop });
      finish(stop - 1);
      at = stop - 1;
    } else text += character;
  }
  finish(source.length);
  return { lines, comments };
}
