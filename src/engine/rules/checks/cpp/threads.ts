import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const guarded =
  /\b(?:lock_guard|scoped_lock|unique_lock|shared_lock|call_once)\b|\.(?:lock|try_lock|acquire)\(\)|\batomic_/;
const growing = /^(\w+)\.(?:push_back|emplace_back|insert|emplace|erase|append|clear|pop_back)$/;

/** Several threads change a variable of the function around, captured by reference, without a lock. */
export const unlockedCapturedWrite: Check = function* (file) {
  if (!file.holds(/\b(?:thread|jthread|async)\b/)) return;
  const threads = file.tree.byKind('lambda_expression').filter((lambda) => isThread(file, lambda));
  for (const lambda of threads) {
    const body = file.field(lambda, 'body');
    const outer = file.enclosingFunction(lambda) ?? file.enclosing(lambda, new Set(['function_definition']));
    if (!body || !outer || guarded.test(file.text(body))) continue;
    const captures = lambda.children.find((child) => child.kind === 'lambda_capture_specifier');
    if (!captures || !file.text(captures).includes('&')) continue;
    const manyThreads = loopAround(file, lambda) !== null || threads.length > 1;
    if (!manyThreads) continue;
    const write = sharedWrite(file, body, outer, lambda, file.text(captures));
    if (write) {
      yield {
        node: write.node,
        message: `Several threads change ${write.name} at once without a lock: writes are lost, or its memory breaks. Guard it with a std::mutex, or make it a std::atomic.`,
      };
    }
  }
};

/** Whether a lambda is what a thread runs: `std::thread t([&] …)`, `std::async(…)`, `workers.emplace_back([&] …)`. */
function isThread(file: SourceFile, lambda: SyntaxNode): boolean {
  const holder = lambda.parent?.parent;
  if (!holder) return false;
  const text = file.tree.source.slice(holder.start, lambda.start);
  if (/\b(?:std::)?j?thread\s*(?:\w+\s*)?[({]$|\basync\s*\([^()]*$/.test(text)) return true;
  const declaration = file.enclosing(lambda, new Set(['declaration']), new Set(['compound_statement']));
  if (declaration && /^(?:std::)?j?thread\b/.test(file.text(declaration))) return true;
  const pool = /(\w+)\.(?:emplace_back|push_back)\($/.exec(text)?.[1];
  return (
    pool !== undefined && new RegExp(`\\bvector<\\s*(?:std::)?j?thread\\s*>\\s*&?\\s*${pool}\\b`).test(file.tree.source)
  );
}

function sharedWrite(
  file: SourceFile,
  body: SyntaxNode,
  outer: SyntaxNode,
  lambda: SyntaxNode,
  captures: string,
): { node: SyntaxNode; name: string } | null {
  for (const node of file.descendants(
    body,
    new Set(['update_expression', 'assignment_expression', 'call_expression']),
  )) {
    const target = file.field(node, 'argument') ?? file.field(node, 'left') ?? file.field(node, 'function');
    if (!target) continue;
    const name = node.kind === 'call_expression' ? growing.exec(file.text(target))?.[1] : file.text(target);
    if (name === undefined || !/^\w+$/.test(name)) continue;
    const byReference = new RegExp(`&\\s*${name}\\b`).test(captures) || /\[\s*&\s*[\],]/.test(captures);
    const isCopied = new RegExp(`[[,]\\s*${name}\\b`).test(captures);
    if (!byReference || isCopied || declaredBetween(file, body, name)) continue;
    const declared = declarationOf(file, outer, lambda, name);
    if (declared && !/\batomic\b|\batomic_|\bthread_local\b/.test(declared)) return { node, name };
  }
  return null;
}

function declaredBetween(file: SourceFile, body: SyntaxNode, name: string): boolean {
  return new RegExp(`(?:^|[;{(,])\\s*(?:const\\s+)?[\\w:<>]+[\\s&*]+${name}\\s*[=;:{(,)]`).test(file.text(body));
}

/** The text of the variable's declaration outside the loop that starts the threads. */
function declarationOf(file: SourceFile, outer: SyntaxNode, lambda: SyntaxNode, name: string): string | null {
  const loop = loopAround(file, lambda);
  for (const declaration of file.descendants(outer, new Set(['declaration']))) {
    if (declaration.start > lambda.start) break;
    if (loop && declaration.start >= loop.start) continue;
    const text = file.text(declaration).slice(0, 200);
    if (new RegExp(`[\\s&*>]${name}\\s*[=;{(,]`).test(text)) return text;
  }
  return null;
}
