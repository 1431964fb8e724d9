import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { classesOf, fieldsOf, headOf, type CppClass, type Method } from './classes.js';

/** A destructor that frees a pointer, in a class that may be copied: two objects then free the same memory. */
export const freedByEveryCopy: Check = function* (file) {
  if (!file.holds(/~\w+\s*\(/)) return;
  for (const one of classesOf(file)) {
    const destructor = one.methods.find(({ name }) => name.startsWith('~'));
    const freed = destructor ? freedField(file, one, destructor) : null;
    if (!destructor || !freed) continue;
    const { name, members, node } = one;
    const text = members.map((member) => file.text(member).slice(0, 200)).join('\n');
    const copies = new RegExp(
      `\\b${name}\\s*\\(\\s*(?:const\\s+)?${name}\\s*(?:const\\s*)?&(?!&)|operator\\s*=\\s*\\(\\s*(?:const\\s+)?${name}\\b|NON?_?COPY|DISALLOW_COPY|Q_DISABLE_COPY`,
      'i',
    );
    const isFixed = copies.test(text) || /\b(?:unique_ptr|mutex|atomic|thread|promise)\b/.test(text);
    const head = file.tree.source.slice(node.start, node.start + 200).split('{', 1)[0] ?? '';
    const isMovedOnly = new RegExp(`\\b${name}\\s*\\(\\s*${name}\\s*&&`).test(text);
    if (isFixed || isMovedOnly || /non_?copyable|:/i.test(head)) continue;
    yield {
      node: freed.node,
      message: `${name} frees ${freed.field} and can be copied: the copies free it again. Write the copy constructor and the assignment, delete them, or hold ${freed.field} in a std::unique_ptr or std::vector.`,
    };
  }
};

function freedField(file: SourceFile, one: CppClass, destructor: Method): { field: string; node: SyntaxNode } | null {
  const fields = fieldsOf(file, one);
  for (const node of file.descendants(destructor.body, new Set(['delete_expression', 'call_expression']))) {
    const [, field] =
      /^(?:delete\s*(?:\[\s*\])?\s*|(?:std::)?free\s*\(\s*)(?:this->)?(\w+)/.exec(file.text(node)) ?? [];
    if (field !== undefined && /\*/.test(fields.get(field) ?? '')) return { field, node };
  }
  return null;
}

const plainField =
  /^(?:mutable\s+)?(?:unsigned|signed|int|long|short|char|bool|float|double|(?:std::)?(?:u?int\d+_t|size_t|ptrdiff_t|uintptr_t))\b[^*&[{=]*;/;
const pointerField = /^(?:mutable\s+)?(?:const\s+)?(?:struct\s+)?[\w:]+(?:\s+const)?\s*\*\s*\w+\s*;/;

/** A constructor that leaves a number or a pointer without a value, which other methods read. */
export const unsetField: Check = function* (file) {
  for (const one of classesOf(file)) {
    const constructors = one.methods.filter(({ name }) => name === one.name);
    if (constructors.length === 0) continue;
    const fields = [...fieldsOf(file, one)].filter(([, text]) => plainField.test(text) || pointerField.test(text));
    const others = one.methods.filter(({ name }) => name !== one.name);
    for (const constructor of constructors) {
      const left = fields.filter(([field]) => !isGiven(file, one, constructor, field) && isReadFirst(others, field));
      const [first] = left;
      if (!first) continue;
      const names = left.map(([field]) => field).join(', ');
      yield {
        node: file.field(constructor.node, 'declarator') ?? constructor.node,
        message: `${names} ${left.length === 1 ? 'has' : 'have'} no value after this constructor, and reading it gives whatever was there. Initialise it where it is declared: ${first[0]} = {}.`,
      };
    }
  }
};

function isGiven(file: SourceFile, { name, methods }: CppClass, { node, text }: Method, field: string): boolean {
  const head = file.tree.source.slice(node.start, (file.field(node, 'body') ?? node).start);
  if (new RegExp(`[:,]\\s*(?:${field}|${name})\\s*[({]`).test(head.slice(headOf(file, node).length))) return true;
  if (new RegExp(`\\b${field}\\b`).test(text) || /\bthis\b/.test(text)) return true;
  // A method of its own may set it.
  return (
    methods.some(
      (other) => other.name !== name && new RegExp(`\\b${other.name.replace(/\W/g, '\\$&')}\\s*\\(`).test(text),
    ) || /\b(?:init|reset|clear|setup|load)\w*\s*\(/i.test(text)
  );
}

/** Whether a method reads a field without ever giving it a value: `total_ += n`, `return total_`. */
function isReadFirst(methods: readonly Method[], field: string): boolean {
  const sets = new RegExp(`\\b${field}\\s*=[^=]|[&(]\\s*&\\s*${field}\\b|>>\\s*${field}\\b`);
  const reads = new RegExp(`\\b${field}\\b`);
  return !methods.some(({ text }) => sets.test(text)) && methods.some(({ text }) => reads.test(text));
}

/** `operator=` that frees before it reads the other object, which may be the same one. */
export const assignedToItself: Check = function* (file) {
  if (!file.tree.source.includes('operator')) return;
  for (const fn of file.tree.byKind('function_definition')) {
    const [, other] =
      /operator\s*=\s*\(\s*(?:const\s+)?\w+(?:<[^<>]*>)?\s*(?:const\s*)?&\s*(\w+)\s*\)/.exec(headOf(file, fn)) ?? [];
    const body = file.field(fn, 'body');
    if (other === undefined || !body) continue;
    const text = file.text(body);
    if (new RegExp(`[=!]=\\s*&\\s*${other}\\b|&\\s*${other}\\s*[=!]=|\\bswap\\b|addressof`).test(text)) continue;
    const freeing = file
      .descendants(body, new Set(['delete_expression', 'call_expression']))
      .find((node) => /^(?:delete\b|(?:std::)?free\s*\()/.test(file.text(node)));
    if (!freeing || file.enclosing(freeing, new Set(['if_statement']), new Set(['function_definition']))) continue;
    const read = file
      .descendants(body, new Set(['field_expression']))
      .filter(
        (node) => node.start > freeing.end && /[.]/.test(file.text(node)) && file.text(node).startsWith(`${other}.`),
      )
      .at(-1);
    if (!read) continue;
    yield {
      node: read,
      message: `The object may be assigned to itself, and what ${file.text(read)} names was freed above. Return when this == &${other}, or copy first and swap.`,
    };
  }
};

/** An exception out of a destructor ends the program. */
export const throwsInDestructor: Check = function* (file) {
  for (const node of file.tree.byKind('throw_statement')) {
    const fn = file.enclosing(node, new Set(['function_definition', 'lambda_expression']));
    if (fn?.kind !== 'function_definition' || !/(?:^|::)~\w+\s*\(/.test(headOf(file, fn))) continue;
    if (/noexcept\s*\(\s*false\s*\)/.test(file.text(fn).slice(0, 200))) continue;
    const guard = file.enclosing(node, new Set(['try_statement']), new Set(['function_definition']));
    const body = guard ? file.field(guard, 'body') : null;
    if (body && body.start <= node.start && body.end >= node.end) continue;
    yield { node };
  }
};
