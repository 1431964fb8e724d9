import { declaredName, parameterList } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** `if (x = 1)`: brackets around it say that it is meant; so does a comparison of the result. */
export const assignmentInCondition: Check = function* (file) {
  for (const kind of ['if_statement', 'while_statement', 'do_statement']) {
    for (const statement of file.tree.byKind(kind)) {
      const condition = file.field(statement, 'condition');
      const value = condition ? (file.field(condition, 'value') ?? file.named(condition)[0] ?? null) : null;
      if (value?.kind !== 'assignment_expression' || file.text(file.field(value, 'operator') ?? value) !== '=')
        continue;
      const right = file.field(value, 'right');
      // Assigning a call's result and asking whether it is null is a habit; a constant never is.
      if (
        right &&
        /^(number_literal|true|false|null|char_literal|identifier)$/.test(right.kind) &&
        kind !== 'while_statement'
      )
        yield { node: value };
    }
  }
};

/** `for (i = 0; i < strlen(s); i++)`: the text is measured again at each step. */
export const lengthInLoopCondition: Check = function* (file) {
  for (const call of [...file.tree.callsTo('strlen'), ...file.tree.callsTo('wcslen')]) {
    for (let place: SyntaxNode = call, holder = call.parent; holder; place = holder, holder = holder.parent) {
      if (place.field === 'condition' && /^(for|while|do)_statement$/.test(holder.kind)) {
        const argument = file.named(file.field(call, 'arguments') ?? call)[0];
        const body = file.field(holder, 'body');
        const name = argument ? file.text(argument) : '';
        // What the loop writes to, or moves along, has another length each time.
        const changes =
          body &&
          new RegExp(
            `\\b${name.replace(/[^\w]/g, '.')}\\b(\\[[^\\]]*\\])?\\s*([-+]?=[^=]|\\+\\+)|(strcat|strcpy|memmove|memcpy|strtok|sprintf|snprintf|fgets)\\s*\\(\\s*${name.replace(/[^\w]/g, '.')}\\b`,
          ).test(file.text(body));
        if (!changes) yield { node: call };
        break;
      }
      if (file.grammar.functions.has(holder.kind) || holder.kind === 'compound_statement') break;
    }
  }
};

/** `std::endl` in a loop flushes at each step. */
export const flushInLoop: Check = function* (file) {
  for (const name of file.tree.byKind('identifier')) {
    if (file.text(name) !== 'endl' || !loopAround(file, name)) continue;
    const statement = file.enclosing(name, new Set(['expression_statement']), file.grammar.functions);
    // Whoever talks to a person, or reports errors, wants it to be seen now.
    if (
      statement &&
      !/\b(cerr|clog)\b/.test(file.text(statement)) &&
      !/\bcin\b|getline/.test(file.text(loopAround(file, name) ?? name))
    )
      yield { node: name };
  }
};

const large = /^(const\s+)?(std::)?(string|vector|map|set|unordered_map|unordered_set|deque|list|wstring|function)\b/;

/** A parameter that is copied though nothing but its value is read. */
export const copiedParameter: Check = function* (file) {
  for (const fn of file.tree.byKind('function_definition')) {
    const body = file.field(fn, 'body');
    for (const parameter of file.named(parameterList(fn) ?? fn)) {
      if (parameter.kind !== 'parameter_declaration' || !body) continue;
      const type = file.field(parameter, 'type');
      const declarator = file.field(parameter, 'declarator');
      if (
        !type ||
        declarator?.kind !== 'identifier' ||
        !large.test(file.text(type)) ||
        /\bfunction\b/.test(file.text(type))
      )
        continue;
      const name = file.text(declarator);
      const text = file.text(body);
      // What is changed, moved on or kept needs a copy of its own.
      const needsOwn = new RegExp(
        `\\b${name}\\s*([-+*/|&]?=[^=]|\\[[^\\]]*\\]\\s*=[^=]|\\.(push_back|append|insert|erase|clear|resize|pop_back|swap|emplace|emplace_back|assign|replace|begin|end)\\b)|\\bmove\\s*\\(\\s*${name}\\b|(sort|reverse|swap|unique)\\s*\\([^;]*\\b${name}\\b|=\\s*${name}\\s*;|>>\\s*${name}\\b|return\\s+${name}\\s*;|co_await`,
      ).test(text);
      const initialises = /field_initializer_list/.test(fn.children.map((child) => child.kind).join(' '));
      if (!needsOwn && !initialises)
        yield {
          node: parameter,
          message: `${name} is copied at each call. Take it as const ${file.text(type).replace(/^const\s+/, '')} &.`,
        };
    }
  }
};

/** `catch (std::exception e)` copies, and cuts off what a derived class adds. */
export const caughtByValue: Check = function* (file) {
  for (const clause of file.tree.byKind('catch_clause')) {
    const list = file.field(clause, 'parameters');
    const parameter = list ? file.named(list)[0] : undefined;
    const declarator = parameter ? file.field(parameter, 'declarator') : null;
    const type = parameter ? file.field(parameter, 'type') : null;
    if (parameter && type && type.kind !== 'primitive_type' && declarator?.kind === 'identifier')
      yield { node: parameter };
  }
};

/** A class with virtual functions that is deleted through its base without a virtual destructor loses its derived part. */
export const missingVirtualDestructor: Check = function* (file) {
  for (const node of [...file.tree.byKind('class_specifier'), ...file.tree.byKind('struct_specifier')]) {
    const body = file.field(node, 'body');
    const name = file.field(node, 'name');
    if (
      !body ||
      !name ||
      node.children.some((child) => child.kind === 'base_class_clause' || child.kind === 'virtual_specifier')
    )
      continue;
    const members = file.named(body);
    if (!members.some((member) => /^\s*virtual\b/.test(file.text(member)))) continue;
    const destructor = members.find((member) => /^(virtual\s+|inline\s+|constexpr\s+)*~/.test(file.text(member)));
    const protectedPart = /protected\s*:[^:]*~/.test(file.text(body));
    if (protectedPart || (destructor && /^virtual\b/.test(file.text(destructor)))) continue;
    yield {
      node: destructor ?? name,
      message: `${file.text(name)} has virtual functions and no virtual destructor: deleting a derived object through it leaves its part behind. Write virtual ~${file.text(name)}() = default.`,
    };
  }
};

/** An unsigned number is never below zero. */
export const unsignedBelowZero: Check = function* (file) {
  for (const comparison of file.tree.byKind('binary_expression')) {
    const operator = file.field(comparison, 'operator');
    const left = file.field(comparison, 'left');
    const right = file.field(comparison, 'right');
    if (
      !operator ||
      !left ||
      !right ||
      !/^(<|>=)$/.test(file.text(operator)) ||
      file.text(right) !== '0' ||
      left.kind !== 'identifier'
    )
      continue;
    const fn = file.enclosingFunction(comparison);
    if (fn && isUnsigned(file, fn, file.text(left))) {
      yield {
        node: comparison,
        message: `${file.text(left)} is unsigned: it is never below zero${file.text(operator) === '>=' ? ', and this is always true' : ''}. Compare before it wraps around.`,
      };
    }
  }
};

function isUnsigned(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const declarations = file.descendants(fn, new Set(['declaration', 'parameter_declaration']));
  const found = declarations.filter((one) =>
    one.children.some((child) => {
      const declared =
        child.field === 'declarator' ? (child.kind === 'identifier' ? child : declaredName(child)) : undefined;
      return declared !== undefined && file.text(declared) === name && !/pointer|array/.test(child.kind);
    }),
  );
  return (
    found.length > 0 &&
    found.every(
      (one) =>
        /^(const\s+|static\s+)*(unsigned|size_t|uint\d+_t|std::size_t)\b/.test(file.text(one)) &&
        !/\*/.test(file.text(one)),
    )
  );
}

/** A container that is walked by iterators and changed in the same loop. */
export const changedWhileIterated: Check = function* (file) {
  for (const loop of file.tree.byKind('for_range_loop')) {
    const container = file.field(loop, 'right');
    const body = file.field(loop, 'body');
    if (!container || !body || !/^[\w.>-]+$/.test(file.text(container))) continue;
    yield* changes(file, file.text(container), body);
  }
  for (const loop of file.tree.byKind('for_statement')) {
    const initializer = file.field(loop, 'initializer');
    const body = file.field(loop, 'body');
    const update = file.field(loop, 'update');
    const container = initializer ? /=\s*([\w.>-]+)\.begin\(\)/.exec(file.text(initializer))?.[1] : undefined;
    if (container === undefined || !body || !update) continue;
    yield* changes(file, container, body);
  }
};

function* changes(
  file: SourceFile,
  container: string,
  body: SyntaxNode,
): Generator<{ node: SyntaxNode; message: string }> {
  for (const call of file.descendants(body, new Set(['call_expression']), file.grammar.functions)) {
    const callee = file.field(call, 'function');
    if (
      !callee ||
      !new RegExp(
        `^${container.replace(/[^\w]/g, '.')}\\.(push_back|emplace_back|erase|insert|clear|pop_back|resize)$`,
      ).test(file.text(callee))
    )
      continue;
    const statement = file.enclosing(call, new Set(['expression_statement', 'declaration', 'return_statement']));
    const text = statement ? file.text(statement) : '';
    // `it = c.erase(it)` goes on with a valid iterator; leaving at once is fine too.
    if (/=\s*[\w.>-]+\.(erase|insert)/.test(text)) continue;
    const siblings = statement?.parent ? file.named(statement.parent) : [];
    const next = statement ? siblings[siblings.indexOf(statement) + 1] : undefined;
    if (next && /^(break|return|goto|throw)_statement$/.test(next.kind)) continue;
    yield {
      node: call,
      message: `${container} is changed while it is walked, which makes the iterators of the loop invalid. Collect the changes, or go on with what erase returns.`,
    };
  }
}

const temporaries = /^(std::)?(string\s*\(|to_string\s*\()|\+\s*"|"\s*\+|\.str\(\)|\.substr\(/;

/** A view or a pointer into a text that is gone at the end of the statement. */
export const danglingView: Check = function* (file) {
  for (const declarator of file.tree.byKind('init_declarator')) {
    const value = file.field(declarator, 'value');
    const type = declarator.parent ? file.field(declarator.parent, 'type') : null;
    if (!value || !type) continue;
    const text = file.text(value);
    const isView = /\b(string_view|span)\b/.test(file.text(type));
    const isPointer = /\*/.test(file.text(declarator)) && /\.(c_str|data)\(\)$/.test(text);
    const subject = isPointer ? text.replace(/\.(c_str|data)\(\)$/, '') : text;
    if ((isView || isPointer) && temporaries.test(subject) && !/string_view/.test(subject)) {
      yield {
        node: value,
        message:
          'This points into a temporary text, which is gone at the end of the statement. Keep the text in a variable.',
      };
    }
  }
};

/** `x == 0.1`: judged by the two sides, never by the text of long expressions. */
export const equalToFraction: Check = function* (file) {
  for (const comparison of file.tree.byKind('binary_expression')) {
    const operator = file.field(comparison, 'operator');
    if (operator?.kind !== '==' && operator?.kind !== '!=') continue;
    const sides = [file.field(comparison, 'left'), file.field(comparison, 'right')];
    const isFraction = sides.some(
      (side) =>
        side !== null &&
        side.end - side.start < 40 &&
        /^-?\d*\.\d*[1-9]\d*(f|F|_?f32|_?f64)?$|^-?\d+\.\d*[1-9]\d*\w*$/.test(file.text(side)),
    );
    if (isFraction) yield { node: comparison };
  }
};
