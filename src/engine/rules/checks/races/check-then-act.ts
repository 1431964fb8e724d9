import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const path = String.raw`([\w.$@]+(?:->\w+)?)`;
const asked = new RegExp(
  String.raw`(not\b|!|unless\b)?\s*\(?(?:(?:os\.path\.(?:exists|isfile|isdir|lexists)|(?:fs\.)?existsSync|file_exists|is_file|is_dir|File\.exist\?|Dir\.exist\?|File\.Exists|Directory\.Exists|Files\.(?:exists|notExists))\(\s*${path}\s*\)|${path}\.(?:exists|is_file|isFile|is_dir)\(\))`,
);
const creates =
  /\b(?:open|fopen|write\w*|Write\w*|mkdir\w*|mkdirSync|makedirs|Create\w*|create\w*|touch|copy\w*|Copy\w*|file_put_contents|FileWriter|FileOutputStream|writeFileSync|copyFileSync|symlink)\b/;
const removes =
  /\b(?:unlink\w*|remove|rmdir|rmtree|rm_rf|rm|rmSync|delete|Delete|remove_file|remove_dir\w*|deleteIfExists)\b/;
const reading = /\bopen\(\s*[^,()]+(?:\)|,\s*["']r)/;

/** Between the question whether a file is there and the act, another process answers it anew. */
export const fileCheckedThenUsed: Check = function* (file) {
  if (!file.holds(/[eE]xist|is_?(?:file|dir|File)\b/)) return;
  for (const kind of ['if_statement', 'if_expression']) {
    for (const node of file.tree.byKind(kind)) {
      const condition = file.field(node, 'condition');
      const consequence = file.field(node, 'consequence');
      if (!condition || !consequence) continue;
      const text = file.text(node).slice(0, Math.max(0, condition.end - node.start));
      const found = asked.exec(text.slice(0, 300));
      const name = found?.[2] ?? found?.[3];
      if (!found || name === undefined || /\b(?:and|or|&&|\|\|)\b|&&|\|\|/.test(text)) continue;
      const absent = found[1] !== undefined || text.includes('notExists');
      const body = file.text(consequence);
      const acts = absent ? creates.test(body) && !reading.test(body) : removes.test(body);
      if (
        !acts ||
        !body.slice(0, 600).includes(name) ||
        /\bO_EXCL\b|\bFLAG_EXCL\b|["']x["']|exist_ok|recursive:\s*true/.test(body)
      )
        continue;
      yield {
        node: condition,
        message: absent
          ? `${name} may be made by somebody else between this question and the act. Create it exclusively (mode x, O_EXCL, create_new) or take the error.`
          : `${name} may be gone between this question and the act. Remove it and take the error that it is not there.`,
      };
    }
  }
};

/** Questions of Node whether a file is there, and what then relies on the answer; `r+` and `wx` ask and act at once. */
const questions: ReadonlySet<string> = new Set(['access', 'accessSync', 'exists', 'existsSync', 'pathExists']);
const acts = ['writeFile', 'writeFileSync', 'createWriteStream', 'unlink', 'unlinkSync', 'copyFile', 'rename'];

/** JavaScript: the file is asked for, and written or removed later in the same function, whatever stands in between. */
export const fileAskedThenActed: Check = function* (file) {
  for (const question of [...questions].flatMap((name) => file.tree.callsTo(name))) {
    const fn = file.enclosingFunction(question);
    const path = argumentText(file, question);
    if (!fn || path === null || file.enclosing(question, conditions, file.grammar.functions)) continue;
    const act = acts
      .flatMap((name) => file.tree.callsTo(name))
      .find((one) => one.start > question.start && one.end <= fn.end && argumentText(file, one) === path);
    if (act && !/['"](?:wx|ax|r\+)['"]|O_EXCL|O_NOFOLLOW/.test(file.text(act))) yield { node: question };
  }
};

/** `if (existsSync(path)) …` is another check's. */
const conditions: ReadonlySet<string> = new Set(['if_statement']);

function argumentText(file: SourceFile, call: SyntaxNode): string | null {
  const list = file.field(call, 'arguments');
  const first = list ? file.named(list)[0] : undefined;
  return first && /^[\w.]+$/.test(file.text(first)) ? file.text(first) : null;
}

const concurrent: Readonly<Record<string, { declared: RegExp; asks: RegExp; puts: string; remedy: string }>> = {
  java: {
    declared: /\bConcurrent(?:Hash|SkipList)?Map<[^;=(){}]{1,120}>\s+(\w+)/g,
    asks: /^\(?\s*(?:!\s*(?:this\.)?(\w+)\.containsKey\(|(?:this\.)?(\w+)\.get\([^()]*\)\s*==\s*null)/,
    puts: String.raw`\bNAME\.put\(`,
    remedy: 'computeIfAbsent or putIfAbsent',
  },
  csharp: {
    declared: /\bConcurrentDictionary<[^;=(){}]{1,120}>\s+(\w+)/g,
    asks: /^\(?\s*!\s*(?:this\.)?(\w+)\.(?:ContainsKey|TryGetValue)\(()/,
    puts: String.raw`\bNAME(?:\[[^\]]{1,60}\]\s*=[^=]|\.TryAdd\()`,
    remedy: 'GetOrAdd',
  },
};

/** Each call of a concurrent map is atomic, two of them are not. */
export const mapCheckedThenPut: Check = function* (file) {
  const words = concurrent[file.tree.language];
  if (!words || !file.tree.source.includes('Concurrent')) return;
  const names = new Set([...file.tree.source.matchAll(words.declared)].map((found) => found[1]));
  if (names.size === 0) return;
  for (const node of file.tree.byKind('if_statement')) {
    const condition = file.field(node, 'condition');
    const consequence = file.field(node, 'consequence');
    const [, first, second] = (condition && words.asks.exec(file.text(condition))) ?? [];
    const name = first ?? second;
    if (!condition || !consequence || !name || !names.has(name)) continue;
    // What is there but of no more use must be replaced, which no single call does.
    if (file.text(condition).includes('||')) continue;
    if (!new RegExp(words.puts.replace('NAME', name)).test(file.text(consequence)) || isLocked(file, node)) continue;
    yield {
      node: condition,
      message: `Another thread may put its value into ${name} between this question and the act. Use ${words.remedy}.`,
    };
  }
};

export function isLocked(file: SourceFile, node: SyntaxNode): boolean {
  const fn = file.grammar.functions.has(node.kind) ? node : file.enclosingFunction(node);
  return (
    fn !== null &&
    /\bsynchronized\b|\block\s*\(|\.lock\(|Monitor\.Enter|with\s+[\w.]*lock|\bLock\(\)|\.synchronize\b|WaitAsync\(|\bacquire\(/i.test(
      file.text(fn),
    )
  );
}
