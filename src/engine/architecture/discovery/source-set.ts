import type { SourceFile } from '../../job.js';
import type { ArchitectureLanguage, Evidence } from '../architecture-report.js';
import { byText, folderOf, foldersUpward } from './relative-path.js';

const languageOfExtension: Readonly<Record<string, ArchitectureLanguage>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  pyi: 'python',
};

/** Language by extension; undefined for files whose imports are not read (manifests, styles, other languages). */
export function languageOf(path: string): ArchitectureLanguage | undefined {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? undefined : languageOfExtension[path.slice(dot + 1).toLowerCase()];
}

/** Longest evidence text. */
const EVIDENCE_LENGTH = 160;

/** The uploaded files as a small read-only file system, always in the order of their paths. */
export class SourceSet {
  private readonly contents = new Map<string, string>();
  private readonly folders = new Set<string>(['']);
  private readonly lineStarts = new Map<string, readonly number[]>();
  /** All paths, sorted. */
  readonly paths: readonly string[];

  constructor(files: readonly SourceFile[]) {
    for (const { path, content } of files.toSorted((a, b) => byText(a.path, b.path))) {
      // A byte order mark would shift the first line's columns and is no part of any language.
      this.contents.set(path, content.startsWith('\uFEFF') ? content.slice(1) : content);
      for (const folder of foldersUpward(folderOf(path))) this.folders.add(folder);
    }
    this.paths = [...this.contents.keys()];
  }

  has(path: string): boolean {
    return this.contents.has(path);
  }

  hasFolder(folder: string): boolean {
    return this.folders.has(folder);
  }

  /** @throws Error when the file is not of the upload. */
  text(path: string): string {
    const text = this.contents.get(path);
    if (text === undefined) throw new Error(`${path} is not of the upload`);
    return text;
  }

  /** The whole text, or undefined. */
  read(path: string): string | undefined {
    return this.contents.get(path);
  }

  lineCount(path: string): number {
    const text = this.text(path);
    if (text === '') return 0;
    return this.starts(path).length - (text.endsWith('\n') ? 1 : 0);
  }

  /** Where an offset (UTF-16) lies, with the text of its line. */
  evidence(path: string, offset: number): Evidence {
    const starts = this.starts(path);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] as number;
    const line = this.text(path)
      .slice(start, starts[low + 1] ?? undefined)
      .trim();
    return { path, line: low + 1, column: offset - start + 1, text: cut(line, EVIDENCE_LENGTH) };
  }

  private starts(path: string): readonly number[] {
    const known = this.lineStarts.get(path);
    if (known) return known;
    const text = this.text(path);
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.lineStarts.set(path, starts);
    return starts;
  }
}

/** Cuts without splitting a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.charCodeAt(length - 2) >= 0xd800 && text.charCodeAt(length - 2) < 0xdc00 ? length - 2 : length - 1;
  return `${text.slice(0, end)}…`;
}
