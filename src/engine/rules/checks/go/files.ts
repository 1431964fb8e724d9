import { callArguments } from '../../call-arguments.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const acts = ['WriteFile', 'Create', 'Mkdir', 'OpenFile', 'Remove', 'Rename', 'Chmod', 'Chown', 'Symlink'];

/** `os.Stat(path)`, then the file is made, changed or removed by its name: in between it can be another one. */
export const askedThenActed: Check = function* (file) {
  for (const asked of [...file.tree.callsTo('Stat'), ...file.tree.callsTo('Lstat')]) {
    const fn = file.enclosingFunction(asked);
    const [path] = callArguments(file, asked);
    if (!fn || !path || !/^os\.L?[sS]tat\(/.test(file.text(asked)) || !/^[\w.]+$/.test(file.text(path))) continue;
    const name = file.text(path);
    const act = acts
      .flatMap((one) => file.tree.callsTo(one))
      .filter((one) => one.start > asked.end && one.end <= fn.end && file.text(one).startsWith('os.'))
      .sort((one, other) => one.start - other.start)
      .find((one) => callArguments(file, one).some((argument, index) => index === 0 && file.text(argument) === name));
    if (!act || /O_EXCL/.test(file.text(act)) || !dependsOn(file, fn, asked, act)) continue;
    const line = file.tree.position(asked.start).line;
    yield {
      node: act,
      message: `${name} was asked about on line ${line} and can be another file by now. Create it with os.O_EXCL, or do it and take the error.`,
    };
  }
};

/** Whether the answer decides the act: the act stands in the branch, or the branch leaves before it. */
function dependsOn(file: SourceFile, fn: SyntaxNode, asked: SyntaxNode, act: SyntaxNode): boolean {
  const between = file.tree.source.slice(asked.end, act.start);
  const line =
    file.tree.source
      .slice(Math.max(fn.start, asked.start - 80), asked.start)
      .split('\n')
      .at(-1) ?? '';
  // Who keeps what Stat tells wants its size or mode.
  const asksOnly = /(?:_,\s*\w+\s*:?=\s*)$/.test(line) || line.trim() === '';
  return /IsNotExist|ErrNotExist|IsExist|ErrExist/.test(between) || (asksOnly && /err\w*\s*[!=]=\s*nil/.test(between));
}

/** Texts of a function that leave it. */
const exits: ReadonlySet<string> = new Set(['return_statement']);

/** A handle that is closed at the end, and not where the function leaves before. */
export const unclosedOnExit: Check = function* (file) {
  for (const declaration of file.tree.byKind('short_var_declaration')) {
    const text = file.text(declaration).slice(0, 200);
    const [, name, error] =
      /^(\w+),\s*(\w+)\s*:?=\s*(?:os\.(?:Open|OpenFile|Create)|net\.Dial|http\.(?:Get|Post|Head|PostForm)|[\w.]*(?:[cC]lient|c|DefaultClient)\.(?:Do|Get|Post)|[\w.]*(?:db|DB|tx|Tx|conn|pool)\.(?:Query|QueryContext))\(/.exec(
        text,
      ) ?? [];
    const fn = file.enclosingFunction(declaration);
    const body = fn ? file.field(fn, 'body') : null;
    if (name === undefined || error === undefined || !body) continue;
    const close = new RegExp(`\\b${name}\\.(?:Body\\.)?Close\\(\\)`);
    const rest = file.tree.source.slice(declaration.end, body.end);
    if (new RegExp(`\\bdefer\\b[^]{0,200}?\\b${name}\\.(?:Body\\.)?Close\\(|\\bdefer\\s+\\w+\\(${name}\\b`).test(rest))
      continue;
    const at = rest.search(close);
    if (
      at < 0 ||
      new RegExp(`\\b(?:return|[{,]|=)\\s*&?${name}\\b\\s*[,\\n}]|[(,]\\s*${name}\\s*[,)]\\s*$`).test(
        rest.slice(0, at).split('\n', 1)[0] ?? '',
      )
    )
      continue;
    const leak = file
      .descendants(body, exits, new Set(['func_literal']))
      .find(
        (exit) =>
          exit.start > declaration.end &&
          exit.start < declaration.end + at &&
          !isOwnFailure(file, exit, error, declaration) &&
          !closedAround(file, exit, close, name),
      );
    if (!leak) continue;
    const line = file.tree.position(leak.start).line;
    yield {
      node: declaration,
      message: `${name} is not closed when the function returns on line ${line}. Write defer ${name}${/http|[cC]lient|\bc\.Do/.test(text) ? '.Body' : ''}.Close() right after the error check.`,
    };
  }
};

/** `if err != nil { return err }` of the very call that failed: there is nothing to close. */
function isOwnFailure(file: SourceFile, exit: SyntaxNode, error: string, declaration: SyntaxNode): boolean {
  const branch = file.enclosing(exit, new Set(['if_statement']));
  const condition = branch ? file.field(branch, 'condition') : null;
  if (!branch || !condition || branch.start < declaration.start) return false;
  const between = file.tree.source.slice(declaration.end, branch.start);
  const isSet = new RegExp(`\\b${error}\\s*(?:,\\s*\\w+\\s*)?:?=[^=]`).test(between);
  return (
    !isSet && new RegExp(`\\b${error}\\s*!=\\s*nil`).test(file.text(condition)) && !file.field(branch, 'initializer')
  );
}

/** Whether the branch that leaves closes the handle, or gives it to whoever is returned to. */
function closedAround(file: SourceFile, exit: SyntaxNode, close: RegExp, name: string): boolean {
  const block = exit.parent;
  return (block !== null && close.test(file.text(block))) || new RegExp(`\\b${name}\\b(?!\\.)`).test(file.text(exit));
}
