import { ParseDeadlineError } from '../../parse/parser.js';
import type { ArchitectureDiagnostic } from '../architecture-report.js';
import type { CompilerOptionsLoader } from '../discovery/compiler-options.js';
import { languageOf, type SourceSet } from '../discovery/source-set.js';
import { readJavascript } from './javascript-facts.js';
import { nestsTooDeep } from './nesting.js';
import { readPython } from './python-facts.js';
import type { FileFacts } from './source-facts.js';

/** Longest parse of one file, ms. */
const FILE_DEADLINE_MS = 1_000;

export interface ReadResult {
  facts: FileFacts[];
  /** Source files left unread when the time was over. */
  unread: string[];
}

/**
 * Reads every source file of the upload, in the order of the paths, until `deadline` (ms of `performance.now()`). A file
 * that cannot be read becomes a diagnostic; the others are read on.
 */
export async function readFiles(
  sources: SourceSet,
  options: CompilerOptionsLoader,
  deadline: number,
  diagnostics: ArchitectureDiagnostic[],
): Promise<ReadResult> {
  const code = sources.paths.filter((path) => languageOf(path) !== undefined);
  const facts: FileFacts[] = [];
  for (const [at, path] of code.entries()) {
    if (performance.now() > deadline) return { facts, unread: code.slice(at) };
    const read = await readFile(sources, options, path, diagnostics);
    if (read === null) continue;
    facts.push(read);
    if (!read.clean)
      diagnostics.push({
        code: 'syntax_errors',
        message: 'The parser met errors; imports it still saw are used.',
        path,
      });
  }
  return { facts, unread: [] };
}

async function readFile(
  sources: SourceSet,
  options: CompilerOptionsLoader,
  path: string,
  diagnostics: ArchitectureDiagnostic[],
): Promise<FileFacts | null> {
  const text = sources.text(path);
  if (nestsTooDeep(text)) {
    diagnostics.push({ code: 'too_deep', message: 'Brackets nest too deep; this file was not read.', path });
    return null;
  }
  try {
    if (languageOf(path) === 'python') return await readPython(path, text, FILE_DEADLINE_MS);
    return readJavascript(path, text, options.optionsFor(path));
  } catch (error) {
    if (!(error instanceof ParseDeadlineError)) throw error;
    diagnostics.push({ code: 'parse_timeout', message: 'Parsing took too long; this file was not read.', path });
    return null;
  }
}
