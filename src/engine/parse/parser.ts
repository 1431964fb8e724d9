import { Language, Parser, type Tree } from 'web-tree-sitter';
import { IndexedTree } from '../tree/indexed-tree.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { copyTree } from './copy-tree.js';
import { asNames } from './c-keywords.js';
import { type GrammarId, grammarPath, grammarsFor } from './grammars.js';
import { normalise } from './normal-form.js';
import { loadRuntime } from './raw-cursor.js';

/** The parse passed its deadline; the parser stays usable. */
export class ParseDeadlineError extends Error {
  override readonly name = 'ParseDeadlineError';
}

export interface ParseOptions {
  filename?: string | null;
  /**
   * Longest parse, ms, by the clock and by the process' CPU time alike: on a busy machine an innocent parse only waits. A
   * callback from the parser looks at both, so a step that never calls back can outlast it.
   */
  deadlineMs?: number;
}

/** Longest parse when nothing else is said, ms (analysis design, §1.3). */
const PARSE_DEADLINE_MS = 1_000;

/** JSX in a file that was not named: only then is the second TypeScript grammar worth its parse. */
const elements = /<\/|\/>/;

interface LoadedGrammar {
  language: Language;
  parser: Parser;
}

const loaded = new Map<GrammarId, Promise<LoadedGrammar>>();

/**
 * Parses a source into the engine's own tree. Broken code is parsed as far as it goes: see `SyntaxTree.errors`.
 * @throws ParseDeadlineError when it takes longer than the deadline; WebAssembly.RuntimeError when the parser ran out of
 * memory, after which the process must parse nothing more.
 */
export async function parse(source: string, language: LanguageId, options: ParseOptions = {}): Promise<IndexedTree> {
  const [first, ...others] = grammarsFor(language, options.filename ?? null);
  if (first === undefined) throw new Error(`no grammar reads ${language}`);
  // Loading a grammar, once per process, is nobody's parse.
  await loadGrammars([first, ...others]);
  const isOver = stopwatch(options.deadlineMs ?? PARSE_DEADLINE_MS);
  let best = await parseWith(first, source, language, isOver);
  if (best.errors.length === 0 || !elements.test(source)) return best;
  for (const other of others) {
    const tree = await parseWith(other, source, language, isOver);
    if (tree.errors.length < best.errors.length) best = tree;
  }
  return best;
}

/** Loads grammars ahead of the first parse. */
export async function loadGrammars(ids: readonly GrammarId[]): Promise<void> {
  for (const id of ids) await load(id);
}

async function parseWith(
  grammar: GrammarId,
  source: string,
  language: LanguageId,
  isOver: () => boolean,
): Promise<IndexedTree> {
  const { parser, language: symbols } = await load(grammar);
  const tree = run(parser, language === 'c' ? asNames(source) : source, isOver);
  try {
    const { nodes, errors } = copyTree(tree, symbols);
    normalise(nodes, language, source);
    return new IndexedTree(language, source, nodes, errors);
  } finally {
    tree.delete();
  }
}

/** CPU time alone would count what other threads of the process do meanwhile (WebAssembly is compiled in the background). */
function stopwatch(ms: number): () => boolean {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return () => {
    if (performance.now() - startedAt <= ms) return false;
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 > ms;
  };
}

function run(parser: Parser, source: string, isOver: () => boolean): Tree {
  const tree = parser.parse(source, null, { progressCallback: isOver });
  if (tree !== null) return tree;
  // Otherwise the next parse would go on where this one stopped.
  parser.reset();
  throw new ParseDeadlineError('the parse passed its deadline');
}

function load(id: GrammarId): Promise<LoadedGrammar> {
  const known = loaded.get(id);
  if (known !== undefined) return known;
  const loading = loadNow(id);
  loaded.set(id, loading);
  return loading;
}

async function loadNow(id: GrammarId): Promise<LoadedGrammar> {
  await loadRuntime();
  const language = await Language.load(grammarPath(id));
  const parser = new Parser();
  parser.setLanguage(language);
  return { language, parser };
}
