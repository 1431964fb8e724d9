import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

interface Form {
  /** Statements that start work beside this one. */
  readonly kinds: ReadonlySet<string>;
  /** `auto job = std::async(…)`: the name under which it is waited for; or that it is waited for at once. */
  readonly starts: RegExp;
  readonly atOnce: RegExp;
  readonly waits: (name: string) => string;
  readonly advice: string;
}

const forms: Readonly<Record<string, Form>> = {
  cpp: {
    kinds: new Set(['declaration', 'expression_statement']),
    starts:
      /^(?:(?:const\s+)?auto|(?:std::)?(?:shared_)?future<[^;=]{1,60}>|(?:std::)?j?thread)\s+(\w+)\s*(?:=\s*(?:std::)?(?:async|j?thread)\s*[({]|[({])/,
    atOnce: /\basync\s*\([^]*\)\s*\.\s*(?:get|wait)\s*\(\s*\)/,
    waits: (name) => `\\b${name}\\s*\\.\\s*(?:get|wait|join)\\s*\\(`,
    advice: 'Start all of them first, keep the futures, and get their results in a second loop.',
  },
  rust: {
    kinds: new Set(['let_declaration', 'expression_statement']),
    starts:
      /^let\s+(?:mut\s+)?(\w+)(?:\s*:[^=]+)?\s*=\s*(?:std::)?(?:thread|tokio|tokio::task|task|async_std::task)::spawn(?:_blocking)?\s*\(/,
    atOnce: /\b(?:thread|tokio|task)::spawn\s*\([^]*\)\s*\.\s*(?:join\s*\(\s*\)|await\b)/,
    waits: (name) => `\\b${name}\\s*\\.\\s*(?:join\\s*\\(|await\\b)`,
    advice: 'Start all of them first, keep the handles, and wait for them in a second loop.',
  },
  go: {
    kinds: new Set(['go_statement']),
    starts: /^go\s+[^]*?\b(\w+)(?:\.Done\(\)|\s*<-)/,
    atOnce: /$^/,
    waits: (name) => `\\b${name}\\.Wait\\(\\)|<-\\s*${name}\\b`,
    advice: 'Start all of them first, and wait behind the loop.',
  },
};

/** Work that is started beside the loop and waited for in the same round: one after the other, with the cost of a thread. */
export const startedAndAwaited: Check = function* (file) {
  const form = forms[file.tree.language];
  if (!form) return;
  for (const kind of form.kinds) {
    for (const statement of file.tree.byKind(kind)) {
      const text = file.text(statement).slice(0, 2_000);
      if (!/\basync\b|thread|spawn|^go\b/.test(text)) continue;
      const block = statement.parent;
      const loop = loopAround(file, statement);
      const rounds = loop ? file.field(loop, 'body') : null;
      if (!loop || !block || !rounds || (block !== rounds && block.parent !== rounds)) continue;
      if (/^loop\b|^for\s*\{|^while\s*\(\s*(?:true|1)\s*\)|^for\s*\(\s*;\s*;/.test(file.text(loop).slice(0, 60)))
        continue;
      if (!isWaitedFor(file, form, statement, block, text)) continue;
      yield {
        node: statement,
        message: `Each round starts its work and waits for it before the next one starts: nothing runs side by side. ${form.advice}`,
      };
    }
  }
};

function isWaitedFor(file: SourceFile, form: Form, statement: SyntaxNode, block: SyntaxNode, text: string): boolean {
  const name = form.starts.exec(text)?.[1];
  const isOther = (one: SyntaxNode): boolean => one !== statement && form.kinds.has(one.kind);
  const siblings = file.named(block);
  const at = siblings.indexOf(statement);
  // Two that run side by side are waited for together.
  const others = siblings.filter(
    (one) =>
      isOther(one) && (form.starts.test(file.text(one)) || /\bspawn\b|\basync\s*\(/.test(file.text(one).slice(0, 200))),
  );
  if (others.length > 0) return false;
  if (name === undefined) return form.atOnce.test(text);
  const [next, second] = siblings.slice(at + 1);
  const waits = new RegExp(form.waits(name));
  if (!next) return false;
  if (waits.test(file.text(next))) return true;
  return second !== undefined && waits.test(file.text(second)) && !/\w\s*\(/.test(file.text(next));
}
