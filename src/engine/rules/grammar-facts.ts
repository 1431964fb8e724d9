import { cFacts } from '../languages/c/grammar-facts.js';
import { csharpGrammar } from '../languages/csharp/grammar-facts.js';
import { goGrammar } from '../languages/go/grammar-facts.js';
import { javaFacts } from '../languages/java/grammar-facts.js';
import { javascriptFacts } from '../languages/javascript/grammar-facts.js';
import type { GrammarFacts } from '../languages/language-tables.js';
import { phpFacts } from '../languages/php/grammar-facts.js';
import { pythonFacts } from '../languages/python/grammar-facts.js';
import { rubyFacts } from '../languages/ruby/grammar-facts.js';
import { rustFacts } from '../languages/rust/grammar-facts.js';
import type { LanguageId } from '../tree/syntax-tree.js';

const facts: Readonly<Partial<Record<LanguageId, GrammarFacts>>> = {
  javascript: javascriptFacts,
  typescript: javascriptFacts,
  c: cFacts,
  cpp: cFacts,
  rust: rustFacts,
  php: phpFacts,
  ruby: rubyFacts,
  python: pythonFacts,
  java: javaFacts,
  csharp: csharpGrammar,
  go: goGrammar,
};

/** @throws Error for a language without an entry: rules cannot run on it. */
export function grammarOf(language: LanguageId): GrammarFacts {
  const found = facts[language];
  if (!found) throw new Error(`rules have no vocabulary for ${language}`);
  return found;
}
