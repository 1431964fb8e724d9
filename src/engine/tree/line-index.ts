import type { Position } from './syntax-tree.js';

/**
 * Offsets to lines: the start of each line, searched by halves. A line ends at LF, CRLF or a lone CR, as editors count.
 * A byte order mark takes no column: it is not part of the first line as anyone sees it.
 */
export class LineIndex {
  private readonly starts: number[] = [0];
  private readonly mark: number;
  /** The line found last: most questions come in source order, and then it or the next one is the answer. */
  private latest = 1;

  constructor(source: string) {
    this.mark = source.charCodeAt(0) === 0xfeff ? 1 : 0;
    for (let at = 0; at < source.length; at++) {
      const unit = source.charCodeAt(at);
      if (unit === 10 || (unit === 13 && source.charCodeAt(at + 1) !== 10)) this.starts.push(at + 1);
    }
  }

  /** Number of lines; the last may be empty. */
  get count(): number {
    return this.starts.length;
  }

  /** Line and column are 1-based, the offset stays as it is. */
  position(offset: number): Position {
    const line = this.line(offset);
    const column = offset - this.start(line) - (line === 1 ? this.mark : 0) + 1;
    return { line, column: Math.max(1, column), offset };
  }

  /** 1-based line of an offset. */
  line(offset: number): number {
    if (this.holds(this.latest, offset)) return this.latest;
    if (this.holds(this.latest + 1, offset)) return ++this.latest;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.latest = low + 1;
    return this.latest;
  }

  private holds(line: number, offset: number): boolean {
    return offset >= (this.starts[line - 1] ?? Infinity) && offset < (this.starts[line] ?? Infinity);
  }

  /** Offset of the first code unit of a 1-based line. */
  start(line: number): number {
    return this.starts[line - 1] ?? this.starts.at(-1) ?? 0;
  }
}
