import { cDecisions } from '../languages/c/metrics.js';
import { csharpDecisions } from '../languages/csharp/metrics.js';
import { goDecisions } from '../languages/go/metrics.js';
import { javaDecisions } from '../languages/java/metrics.js';
import { ecmascriptDecisions } from '../languages/javascript/metrics.js';
import type { Decisions } from '../languages/language-tables.js';
import { phpDecisions } from '../languages/php/metrics.js';
import { pythonDecisions } from '../languages/python/metrics.js';
import { rubyDecisions } from '../languages/ruby/metrics.js';
import { rustDecisions } from '../languages/rust/metrics.js';
import type { LanguageId, SyntaxTree } from '../tree/syntax-tree.js';
import type { FunctionMap } from './functions.js';

/**
 * Cyclomatic complexity: 1 + decision points. What a decision is follows the tool each community measures with, so that
 * figures can be compared: languages/<language>/metrics.ts names it for each.
 */
const decisionsOf: Readonly<Partial<Record<LanguageId, Decisions>>> = {
  python: pythonDecisions,
  javascript: ecmascriptDecisions,
  typescript: ecmascriptDecisions,
  java: javaDecisions,
  csharp: csharpDecisions,
  go: goDecisions,
  c: cDecisions,
  cpp: cDecisions,
  rust: rustDecisions,
  php: phpDecisions,
  ruby: rubyDecisions,
};

export interface CyclomaticComplexity {
  /** 1 + every decision point of the source. */
  total: number;
  /** By function index. */
  functions: number[];
}

export function cyclomaticComplexity(tree: SyntaxTree, map: FunctionMap): CyclomaticComplexity {
  const decisions = decisionsOf[tree.language] ?? {};
  const functions = map.units.map(() => 1);
  let total = 1;
  for (let id = 0; id < tree.nodes.length; id++) {
    const node = tree.nodes[id];
    const decision = node === undefined ? undefined : decisions[node.kind];
    if (node === undefined || decision === undefined) continue;
    const count = decision(node, tree);
    const owner = map.owner[id] ?? -1;
    total += count;
    if (owner >= 0) functions[owner] = (functions[owner] ?? 1) + count;
    // radon does not look into what an assertion asserts.
    if (node.kind === 'assert_statement' && tree.language === 'python') id = node.subtreeEnd - 1;
  }
  return { total, functions };
}
