import type { FunctionMetrics, Metrics } from '../report/analysis-report.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { tokensOf } from '../tree/tokens.js';
import { cognitiveComplexity } from './cognitive.js';
import { type CyclomaticComplexity, cyclomaticComplexity } from './cyclomatic.js';
import { duplicatedLines } from './duplication.js';
import { type FunctionMap, functionsOf, parameterCount } from './functions.js';
import { HalsteadCounter, rounded } from './halstead.js';
import { countLines } from './lines.js';
import { maintainabilityIndex, weightedMean } from './maintainability.js';
import { nestingDepth } from './nesting.js';

const classKinds = [
  'class_declaration',
  'abstract_class_declaration',
  'class',
  'class_definition',
  'interface_declaration',
  'enum_declaration',
  'record_declaration',
  'struct_declaration',
  'struct_type',
  'class_specifier',
  'struct_specifier',
  'struct_item',
  'enum_item',
  'trait_item',
];

/** Types of their own, as classes are, in Java and C#; TypeScript's are not counted. */
const nominal = new Set(['interface_declaration', 'enum_declaration', 'record_declaration']);

/** Every figure of the contract's `metrics`, from one parsed source. */
export function measure(tree: SyntaxTree, map: FunctionMap = functionsOf(tree)): Metrics {
  const tokens = tokensOf(tree);
  const lines = countLines(tree, tokens);
  const cyclomatic = cyclomaticComplexity(tree, map);
  const cognitive = cognitiveComplexity(tree, map);
  const nesting = nestingDepth(tree, map);
  const halstead = new HalsteadCounter();
  const index = maintainability(tree, tokens, map, cyclomatic, halstead);
  const perFunction = map.units.map((unit, at): FunctionMetrics => {
    const location = { start: tree.position(unit.node.start), end: tree.position(unit.node.end) };
    return {
      name: unit.name,
      location,
      cyclomatic_complexity: cyclomatic.functions[at] ?? 1,
      cognitive_complexity: cognitive.functions[at] ?? 0,
      lines: location.end.line - location.start.line + 1,
      parameters: parameterCount(tree, unit.node),
      max_nesting: nesting.functions[at] ?? 0,
    };
  });
  const commented = lines.code + lines.comment;
  return {
    lines_of_code: lines.code,
    comment_lines: lines.comment,
    comment_ratio: commented === 0 ? 0 : rounded(lines.comment / commented),
    blank_lines: lines.blank,
    functions: map.units.length,
    classes: countClasses(tree),
    cyclomatic_complexity: cyclomatic.total,
    cognitive_complexity: cognitive.total,
    max_nesting: nesting.max,
    maintainability_index: rounded(index),
    halstead: halstead.metrics(),
    duplicated_lines: duplicatedLines(tree, tokens),
    per_function: perFunction,
  };
}

function countClasses(tree: SyntaxTree): number {
  return classKinds
    .filter((kind) => tree.language === 'java' || tree.language === 'csharp' || !nominal.has(kind))
    .reduce((sum, kind) => sum + tree.byKind(kind).filter((node) => node.named && defines(node)).length, 0);
}

/** `struct node *next` in C and C++ names a type that is defined elsewhere. */
function defines(node: SyntaxNode): boolean {
  return !node.kind.endsWith('_specifier') || node.children.some((child) => child.field === 'body');
}

/**
 * Volume, lines and complexity of each unit (a function without the functions in it; the rest), then the mean.
 * @param whole counts every token on the way.
 */
function maintainability(
  tree: SyntaxTree,
  tokens: readonly SyntaxNode[],
  map: FunctionMap,
  { functions: complexities, total }: CyclomaticComplexity,
  whole: HalsteadCounter,
): number {
  const units = [-1, ...map.units.keys()].map(() => ({ halstead: new HalsteadCounter(), lines: 0, lastLine: 0 }));
  for (const token of tokens) {
    const text = tree.text(token);
    whole.add(token, text);
    const unit = units[(map.owner[token.id] ?? -1) + 1];
    if (unit === undefined) continue;
    unit.halstead.add(token, text);
    const { line } = tree.position(token.start);
    if (line !== unit.lastLine) unit.lines += 1;
    unit.lastLine = line;
  }
  const inFunctions = complexities.reduce((sum, one) => sum + one - 1, 0);
  return weightedMean(
    units.map(({ halstead, lines }, at) => ({
      index: maintainabilityIndex(halstead.volume, at === 0 ? total - inFunctions : (complexities[at - 1] ?? 1), lines),
      lines,
    })),
  );
}
