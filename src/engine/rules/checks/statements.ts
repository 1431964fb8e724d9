import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/** Declarations that are hoisted or mean nothing at run time may follow an exit. */
const harmless =
  /^(function_declaration|generator_function_declaration|class_declaration|interface_declaration|type_alias_declaration|empty_statement|switch_label|catch_clause|finally_clause|no_error_clause|heredoc_body|text_interpolation|named_label_statement|labeled_statement|local_function_statement|case_statement|break_statement|preproc_\w+)$/;

export const unreachableCode: Check = function* (file) {
  for (const kind of file.grammar.exits) {
    for (const exit of file.tree.byKind(kind)) {
      const block = exit.parent;
      if (!exit.named || !block || !file.grammar.blocks.has(block.kind)) continue;
      const siblings = file.named(block);
      const next = siblings[siblings.indexOf(exit) + 1];
      if (
        next &&
        !harmless.test(next.kind) &&
        !isBareVar(file, next) &&
        !makesGenerator(file, next) &&
        !isSwitchLabel(file, next)
      )
        yield { node: next };
    }
  }
};

/** Python: a `yield` that never runs makes the function a generator. */
function makesGenerator(file: SourceFile, node: SyntaxNode): boolean {
  return file.tree.language === 'python' && /^yield\b/.test(file.text(node));
}

/** Preprocessor lines tear a switch apart: what follows is a case of its own. */
function isSwitchLabel(file: SourceFile, node: SyntaxNode): boolean {
  return /^(?:case\b|default\s*:)/.test(file.text(node).slice(0, 20));
}

/** `var x;` is hoisted. */
function isBareVar(file: SourceFile, node: SyntaxNode): boolean {
  return node.kind === 'variable_declaration' && !file.text(node).includes('=');
}

export const emptyHandler: Check = function* (file) {
  for (const kind of file.grammar.handlers) {
    for (const handler of file.tree.byKind(kind)) {
      const body = file.field(handler, 'body') ?? handler.children.find((child) => file.grammar.blocks.has(child.kind));
      if (!body) continue;
      const statements = file.named(body);
      const idle =
        statements.length === 0 ||
        (statements.length === 1 && /^(pass_statement|ellipsis)$/.test(statements[0]?.kind ?? ''));
      // A comment is the author's reason; a narrow exception type is a decision.
      if (
        idle &&
        !hasComment(file, handler) &&
        isBroad(file, handler) &&
        !isAnswered(file, handler) &&
        !isMeant(file, handler)
      )
        yield { node: handler };
    }
  }
};

const givesUp =
  /(?:^|[.>:\s])(?:close|dispose|shutdown|cancel|complete|disconnect|destroy|release|terminate|kill|abort)(?:Async|Quietly)?\([^(){};]*\)(?:[.\w]*\(\))*;?$/i;

/** Nothing is left to do: the try only gives something up, what it answers stands after it, or the error is asked later. */
function isAnswered(file: SourceFile, handler: SyntaxNode): boolean {
  const around = handler.parent;
  const attempted = around ? file.field(around, 'body') : null;
  if (!around || !attempted) return false;
  const statements = file.named(attempted);
  const last = statements.at(-1);
  if (statements.length === 1 && last && givesUp.test(file.text(last).slice(-200))) return true;
  const siblings = around.parent ? file.named(around.parent) : [];
  const next = siblings[siblings.indexOf(around) + 1];
  if (last?.kind === 'return_statement' && next?.kind === 'return_statement') return true;
  const variable = file.tree.language === 'php' ? /^catch\s*\([^()$]*(\$\w+)/.exec(file.text(handler))?.[1] : undefined;
  if (variable === undefined) return false;
  const scope = file.enclosingFunction(handler);
  return (
    /ignore/i.test(variable) || (scope !== null && file.tree.source.slice(handler.end, scope.end).includes(variable))
  );
}

/**
 * The author says in another way that the error may go: by its name (`catch (IOException ignored)`), in the function's
 * docstring, by a value that was given before the try and stays, or because a destructor has nobody to tell.
 */
function isMeant(file: SourceFile, handler: SyntaxNode): boolean {
  const { language } = file.tree;
  if (language === 'csharp') return file.text(file.enclosingFunction(handler) ?? handler).startsWith('~');
  if (language === 'java') return /^catch\s*\([^)]*\b(?:ignored?|expected|unused)\s*\)/.test(file.text(handler));
  if (language === 'python') {
    const fn = file.enclosingFunction(handler);
    const body = fn ? file.field(fn, 'body') : null;
    const docstring = body ? file.named(body)[0] : undefined;
    if (fn && /^def __del__\b/.test(file.text(fn).slice(0, 20))) return true;
    return docstring !== undefined && /^r?["']{3}[^]*\b(?:ignor|suppress)/i.test(file.text(docstring));
  }
  return (language === 'javascript' || language === 'typescript') && hasDefault(file, handler);
}

/** `let a = null; try { a = find(); } catch {}` */
function hasDefault(file: SourceFile, handler: SyntaxNode): boolean {
  const around = handler.parent;
  const body = around ? file.field(around, 'body') : null;
  const [only, ...more] = body ? file.named(body) : [];
  const assignment = only?.kind === 'expression_statement' ? file.named(only)[0] : undefined;
  const target = assignment?.kind === 'assignment_expression' ? file.field(assignment, 'left') : null;
  if (!around?.parent || more.length > 0 || target?.kind !== 'identifier') return false;
  const siblings = file.named(around.parent);
  const before = siblings[siblings.indexOf(around) - 1];
  return before !== undefined && new RegExp(`^(?:let|var)\\s+${file.text(target)}\\b[^,;]*=`).test(file.text(before));
}

function hasComment(file: SourceFile, node: SyntaxNode): boolean {
  for (let id = node.id; id < node.subtreeEnd; id += 1) {
    if (file.grammar.comments.has(file.tree.nodes[id]?.kind ?? '')) return true;
  }
  // A comment on the last line of a Python block belongs to the block's parent.
  const end = file.tree.source.indexOf('\n', node.end);
  return file.tree.source
    .slice(node.end, end < 0 ? undefined : end)
    .trim()
    .startsWith('#');
}

function isBroad(file: SourceFile, handler: SyntaxNode): boolean {
  if (file.tree.language === 'javascript' || file.tree.language === 'typescript') return true;
  if (file.tree.language === 'cpp')
    return /^catch\s*\(\s*(?:\.\.\.|(?:const\s+)?std::exception\b)/.test(file.text(handler));
  const header = file.text(handler).split(/[:{]/, 1)[0] ?? '';
  return /^except\s*$|^catch\s*$|\b(Exception|BaseException|Throwable|Error|RuntimeException|SQLException|IOException|DataAccessException|PersistenceException|DbUpdateException|DbException|SqlException|MessagingException|JMSException)\b/.test(
    header,
  );
}

export const duplicatedBranches: Check = function* (file) {
  for (const node of file.tree.byKind('if_statement')) {
    const consequence = file.field(node, 'consequence');
    const alternatives = node.children.filter((child) => child.field === 'alternative');
    const [first] = alternatives;
    if (!consequence || !first || alternatives.length !== 1) continue;
    const other = file.field(first, 'body') ?? (first.kind === 'else_clause' ? (file.named(first)[0] ?? null) : first);
    if (!other || other.kind === 'if_statement') continue;
    const text = normalised(file, consequence);
    if (text.length > 8 && text === normalised(file, other)) yield { node };
  }
};

function normalised(file: SourceFile, node: SyntaxNode): string {
  // Ruby's branches begin with their keyword.
  const text = file.tree.language === 'ruby' ? file.text(node).replace(/^\s*(then|else)\b/, '') : file.text(node);
  return text.replace(/\s+/g, ' ').trim();
}

export const fallthrough: Check = function* (file) {
  const kinds = ['switch_case', 'switch_block_statement_group', 'case_statement'];
  for (const group of kinds.flatMap((kind) => file.tree.byKind(kind))) {
    const siblings = group.parent ? file.named(group.parent) : [];
    if (siblings.at(-1) === group) continue;
    const statements = file
      .named(group)
      .filter((child) => child.field === 'body' || (child.kind !== 'switch_label' && child.field !== 'value'));
    const last = statements.at(-1);
    if (!last || leaves(file, last)) continue;
    const following = siblings[siblings.indexOf(group) + 1];
    // `FMT_FALLTHROUGH;` is a statement that says so.
    const from = last.end - last.start < 40 ? last.start : last.end;
    const between = file.tree.source.slice(from, following ? following.start + 40 : last.end + 80);
    if (/fall(s|ing)?\s*-?_?\s*(through|thru)|falls|no break|\[\[fallthrough\]\]/i.test(between)) continue;
    // C's compilers show the label that is run into.
    const label = group.kind === 'case_statement' && following ? (file.field(following, 'value') ?? following) : last;
    yield { node: label };
  }
};

/** Whether control never runs past a statement. */
function leaves(file: SourceFile, node: SyntaxNode): boolean {
  let place: SyntaxNode | undefined = node;
  while (place) {
    if (file.grammar.exits.has(place.kind)) return true;
    if (place.kind.endsWith('block') || place.kind === 'compound_statement') place = file.named(place).at(-1);
    else if (place.kind === 'if_statement' || place.kind === 'try_statement' || file.grammar.loops.has(place.kind)) {
      // Judged leniently: an if whose every branch ends in an exit is one, and we do not tell the two apart.
      return /\b(return|throw|break|continue)\b/.test(file.text(place));
    } else return /^(process\.exit|System\.exit|assertNever|fail)\b/.test(file.text(place));
  }
  return false;
}
