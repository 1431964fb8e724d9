import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Functions written after `go`, with their body. */
function* goroutines(file: SourceFile): Generator<{ statement: SyntaxNode; fn: SyntaxNode; body: SyntaxNode }> {
  for (const statement of file.tree.byKind('go_statement')) {
    const call = file.named(statement)[0];
    const fn = call ? file.field(call, 'function') : null;
    const body = fn?.kind === 'func_literal' ? file.field(fn, 'body') : null;
    if (fn && body) yield { statement, fn, body };
  }
}

const synchronised = /\.(?:Lock|RLock)\(\)|\batomic\.|\bsync\.Once\b|\.Do\(/;

/** A counter or a map of the function around is changed by a goroutine without a lock. */
export const unlockedSharedWrite: Check = function* (file) {
  for (const { fn, body } of goroutines(file)) {
    if (synchronised.test(file.text(body))) continue;
    const outer = file.enclosingFunction(fn);
    if (!outer) continue;
    for (const write of file.descendants(body, new Set(['inc_statement', 'dec_statement', 'assignment_statement']))) {
      const target = writtenVariable(file, write);
      if (!target || declaredIn(file, fn, target.name) || !declaredIn(file, outer, target.name)) continue;
      // Each goroutine has a place of its own in a slice; only maps and single variables are shared.
      if (target.indexed && !isMap(file, outer, target.name)) continue;
      if (!target.indexed && !runsSideBySide(file, fn, target.name)) continue;
      yield {
        node: write,
        message: `Goroutines change ${target.name} without a lock: writes are lost, and a map may stop the program. Guard it with a sync.Mutex, or use sync/atomic or a channel.`,
      };
      break;
    }
  }
};

function writtenVariable(file: SourceFile, write: SyntaxNode): { name: string; indexed: boolean } | null {
  const left = write.kind === 'assignment_statement' ? file.field(write, 'left') : write;
  const [first] = left ? file.named(left) : [];
  if (!first) return null;
  const object = first.kind === 'index_expression' ? file.field(first, 'object') : first;
  if (object?.kind !== 'identifier' || file.text(object) === '_') return null;
  return { name: file.text(object), indexed: first.kind === 'index_expression' };
}

function declaredIn(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const word = name.replace(/\W/g, '\\$&');
  const header = file.field(fn, 'parameters');
  if (header && new RegExp(`\\b${word}\\b`).test(file.text(header))) return true;
  return new RegExp(`(?:\\bvar\\s+(?:\\w+,\\s*)*${word}\\b|\\b${word}(?:,\\s*\\w+)*\\s*:=|,\\s*${word}\\s*:=)`).test(
    file.text(fn),
  );
}

function isMap(file: SourceFile, scope: SyntaxNode, name: string): boolean {
  return new RegExp(
    `\\b${name}\\s*(?::=|=)\\s*(?:make\\(\\s*)?map\\[|\\bvar\\s+${name}\\s+map\\[|\\b${name}\\s+map\\[`,
  ).test(file.text(scope));
}

/** In a loop several goroutines write; a single one only races with code that does not wait for it. */
function runsSideBySide(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const loop = file.enclosing(fn, file.grammar.loops, file.grammar.functions);
  if (!loop) return false;
  return !new RegExp(`\\b(?:var\\s+)?${name}\\b[^\\n]{0,80}:=`).test(
    file
      .text(loop)
      .slice(0, fn.start - loop.start)
      .replace(/^[^{]*\{/, ''),
  );
}

/** `go func() { use(v) }()` in a loop: before Go 1.22 all goroutines see the variable's last value. */
export const loopVariableInGoroutine: Check = function* (file) {
  for (const { statement, fn, body } of goroutines(file)) {
    const loop = file.enclosing(statement, file.grammar.loops, file.grammar.functions);
    const clause = loop?.children.find((child) => child.kind === 'range_clause' || child.kind === 'for_clause');
    const declared = clause?.kind === 'for_clause' ? file.field(clause, 'initializer') : clause;
    const left = declared ? file.field(declared, 'left') : null;
    if (!loop || !left) continue;
    const parameters = file.text(file.field(fn, 'parameters') ?? fn);
    const before = file.tree.source.slice(clause?.end ?? loop.start, statement.start);
    for (const variable of file.named(left)) {
      const name = file.text(variable);
      if (name === '_' || new RegExp(`\\b${name}\\b`).test(parameters.split('{', 1)[0] ?? '')) continue;
      if (new RegExp(`\\b${name}\\s*(?:,\\s*\\w+\\s*)?:=`).test(before)) continue;
      if (!file.descendants(body, new Set(['identifier'])).some((one) => file.text(one) === name)) continue;
      yield {
        node: statement,
        message: `The goroutine uses the loop's ${name}, which before Go 1.22 is one variable for all rounds. Give it as an argument.`,
      };
      break;
    }
  }
};

/** `wg.Add(1)` inside the goroutine may run after `wg.Wait()`. */
export const addInsideGoroutine: Check = function* (file) {
  for (const { body, fn } of goroutines(file)) {
    for (const call of file.tree.callsTo('Add')) {
      if (call.start < body.start || call.end > body.end || file.enclosingFunction(call) !== fn) continue;
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      if (!object || !/^(?:\w+\.)*\w*(?:wg|[wW]ait[gG]roup|group)\w*$/.test(file.text(object))) continue;
      if (!/\.Done\(\)/.test(file.text(body))) continue;
      yield { node: call };
    }
  }
};

/** A goroutine that sends on an unbuffered channel while its maker may stop listening waits for ever. */
export const abandonedSend: Check = function* (file) {
  for (const { statement, body } of goroutines(file)) {
    const outer = file.enclosingFunction(statement);
    if (!outer || /\bselect\s*\{/.test(file.text(body))) continue;
    for (const send of file.descendants(body, new Set(['send_statement']))) {
      const channel = file.field(send, 'channel');
      if (channel?.kind !== 'identifier') continue;
      const name = file.text(channel);
      const text = file.text(outer);
      if (!new RegExp(`\\b${name}\\s*:=\\s*make\\(chan [^,()]+\\)`).test(text)) continue;
      const outside = text.slice(statement.end - outer.start);
      const receives = new RegExp(
        `<-\\s*${name}\\b|range\\s+${name}\\b|[(,]\\s*${name}\\s*[,)]|return[^\\n]*\\b${name}\\b`,
      );
      const givesUp =
        /<-\s*(?:time\.After|\w+\.Done\(\)|\w*[dD]one\b|\w*[qQ]uit\b|\w*[tT]imeout\b|timer\.C|ticker\.C)/.test(outside);
      if (
        receives.test(outside) &&
        !(givesUp && /\bselect\s*\{/.test(outside) && new RegExp(`case\\b[^\\n{}]{0,80}<-\\s*${name}\\b`).test(outside))
      )
        continue;
      yield {
        node: send,
        message: givesUp
          ? `When the function gives up, nobody receives from ${name}, and this goroutine waits for ever. Make the channel with room for one.`
          : `Nobody receives from ${name}: this goroutine waits for ever. Receive its value, or make the channel with room for it.`,
      };
      break;
    }
  }
};

/** `for { … }` in a goroutine without a way out. */
export const endlessGoroutine: Check = function* (file) {
  for (const { body } of goroutines(file)) {
    const [only, second] = file.named(body).flatMap((one) => (one.kind === 'statement_list' ? file.named(one) : [one]));
    if (only?.kind !== 'for_statement' || second || file.named(only).length > 1) continue;
    const text = file.text(only);
    if (/\b(?:return|break|panic|os\.Exit|Goexit)\b|<-|\bselect\b|\.Accept\(|\.Wait\(|Err\b/.test(text)) continue;
    yield { node: only };
  }
};
