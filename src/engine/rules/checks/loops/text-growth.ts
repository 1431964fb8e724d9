import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** How a name is declared as text, `NAME` standing for it. */
const declared: Readonly<Record<string, string>> = {
  java: String.raw`\bString\s+NAME\s*=|\bvar\s+NAME\s*=\s*"`,
  csharp: String.raw`\bstring\s+NAME\b|\bvar\s+NAME\s*=\s*(?:\$?@?"|string\.Empty)`,
  go: String.raw`\bvar\s+NAME\s*(?:string\b|=\s*")|\bNAME\s*:=\s*["\x60]|\bvar\s+NAME\s+string\b`,
  python: String.raw`(?:^|\n)\s*NAME\s*(?::\s*str\s*)?=\s*[fr]?["']`,
  ruby: String.raw`(?:^|\n)\s*NAME\s*=\s*(?:["']|String\.new)`,
  cpp: String.raw`\b(?:std::)?w?string\s+NAME\b`,
  rust: String.raw`\blet\s+mut\s+NAME\s*(?::\s*String\s*)?=\s*(?:String::|"|format!)`,
};
const remedies: Readonly<Record<string, string>> = {
  java: 'Append to a StringBuilder and take its text once.',
  csharp: 'Append to a StringBuilder and take its text once.',
  go: 'Append to a strings.Builder and take its text once.',
  python: 'Collect the parts in a list and join them once.',
  ruby: 'Append with <<, or join an array once.',
  cpp: 'Append in place with +=.',
  rust: 'Append in place with push_str or write!.',
};
/** Where `+=` appends in place. */
const appendsInPlace: ReadonlySet<string> = new Set(['cpp', 'rust']);
const assignments = [
  'assignment',
  'augmented_assignment',
  'assignment_expression',
  'assignment_statement',
  'augmented_assignment_expression',
];

/** A text that was there before the loop and is copied whole in every round to be a little longer. */
export const textConcatInLoop: Check = function* (file) {
  const { language } = file.tree;
  const pattern = declared[language];
  if (pattern === undefined) return;
  for (const assignment of assignments.flatMap((kind) => file.tree.byKind(kind))) {
    const name = grownName(file, assignment);
    const loop = name === null ? null : loopAround(file, assignment);
    if (name === null || loop === null) continue;
    const scope = file.enclosingFunction(assignment) ?? file.tree.root;
    const before = file.tree.source.slice(scope.start, loop.start);
    if (!new RegExp(pattern.replaceAll('NAME', name)).test(before)) continue;
    yield {
      node: assignment,
      message: `${name} is copied whole in every round: O(n²). ${remedies[language] ?? ''}`.trim(),
    };
  }
};

/** `s += x`, `s = s + x`, `s = format!("{}{}", s, x)`: the name that grows; null for any other assignment. */
function grownName(file: SourceFile, assignment: SyntaxNode): string | null {
  const left = file.field(assignment, 'left');
  const right = file.field(assignment, 'right');
  const name = left ? file.text(left) : '';
  if (!right || !/^[a-zA-Z_]\w*$/.test(name)) return null;
  const operator = file.field(assignment, 'operator') ?? assignment.children.find((child) => child.kind.endsWith('='));
  const sign = operator ? file.text(operator) : '=';
  if (sign === '+=') return appendsInPlace.has(file.tree.language) ? null : name;
  if (sign !== '=') return null;
  const value = file.text(right).slice(0, 200);
  if (!value.startsWith(name) && !value.startsWith('(') && !value.startsWith('format!')) return null;
  const grows = new RegExp(
    `^\\(*${name}\\s*\\+(?!\\+)|^format!\\(\\s*"\\{\\}[^"]*"\\s*,\\s*${name}\\b|^format!\\(\\s*"\\{${name}\\}`,
  );
  return grows.test(value) ? name : null;
}

/** `strcat(out, part)` in a loop looks for the end of out from its start each time. */
export const strcatInLoop: Check = function* (file) {
  for (const call of [...file.tree.callsTo('strcat'), ...file.tree.callsTo('strncat')]) {
    const list = file.field(call, 'arguments');
    const target = list ? file.named(list)[0] : undefined;
    const loop = loopAround(file, call);
    if (!loop || target?.kind !== 'identifier') continue;
    const name = file.text(target);
    const inside = file.text(loop);
    if (
      new RegExp(
        `\\b${name}\\[0\\]\\s*=|\\b\\*${name}\\s*=|\\bstrn?cpy\\(\\s*${name}\\b|\\bsn?printf\\(\\s*${name}\\b|\\b${name}\\[\\w*\\]\\s*(?:;|=\\s*[{"])`,
      ).test(inside)
    )
      continue;
    yield {
      node: call,
      message: `Each round looks for the end of ${name} from its start: O(n²). Keep a pointer to the end, or copy with memcpy at a known offset.`,
    };
  }
};
