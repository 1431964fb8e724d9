import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Declarations of one function that are followed; the uses behind each are walked once. */
const maximumReferences = 40;

const leaves = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'throw_statement',
  'goto_statement',
]);

/** A name that points into a container's storage. */
interface Reference {
  readonly name: string;
  readonly container: string;
  readonly kind: 'iterator' | 'reference' | 'pointer';
  readonly declaration: SyntaxNode;
}

/**
 * `auto &first = rows[0]; rows.clear(); use(first)`: what was taken out of a container is gone once the container is
 * changed. Adding only moves what lies in one piece (vector, string), unless room was reserved before.
 */
export const invalidatedReference: Check = function* (file) {
  for (const fn of file.tree.byKind('function_definition')) {
    const body = file.field(fn, 'body');
    if (!body) continue;
    const text = file.text(body);
    if (!/\.(?:clear|push_back|emplace_back|erase|insert|resize|pop_back|assign|append)\(|\+=/.test(text)) continue;
    const references = [...referencesIn(file, body)].slice(0, maximumReferences);
    for (const reference of references) {
      const change = firstChange(file, body, reference);
      const use = change ? useAfter(file, change, reference) : null;
      if (!use) continue;
      yield {
        node: use,
        message: `${reference.name} points into ${reference.container}, which was changed after it was taken: the memory may be gone. Take it again after the change, or copy the value.`,
      };
    }
  }
};

function* referencesIn(file: SourceFile, body: SyntaxNode): Generator<Reference> {
  for (const declaration of file.descendants(body, new Set(['declaration']))) {
    if (declaration.end - declaration.start > 300) continue;
    const text = file.text(declaration);
    const element =
      /^[\w:<>, ]{1,80}?&\s*(\w+)\s*=\s*([\w.>-]+?)(?:\[[^\]]*\]|\.(?:front|back|at)\([^()]*\))\s*;$/.exec(text) ??
      /\*\s*(?:const\s+)?(\w+)\s*=\s*(?:&\s*([\w.>-]+?)\[[^\]]*\]|([\w.>-]+)\.(?:data|c_str)\(\))\s*;$/.exec(text) ??
      /\bstring_view\s+(\w+)\s*(?:=\s*|\(|\{)([\w.>-]+?)[)}]?\s*;$/.exec(text);
    const iterator =
      /^(?:const\s+)?(?:auto|[\w:<>, ]{1,80}iterator)\s+(\w+)\s*=\s*([\w.>-]+?)\.(?:begin|end|find|lower_bound|upper_bound)\([^;]*\)\s*;$/.exec(
        text,
      );
    const [, name, object, pointed] = element ?? iterator ?? [];
    const container = object ?? pointed;
    if (name === undefined || container === undefined || container === 'this') continue;
    if (!declares(file, container)) continue;
    yield {
      name,
      container,
      kind: !element ? 'iterator' : /&\s*\w+\s*=/.test(text) ? 'reference' : 'pointer',
      declaration,
    };
  }
}

/** Whether the file says that a name is a container; `T &rows` counts, a pointer to one does not. */
function declares(file: SourceFile, container: string): boolean {
  return typeOf(file, container) !== null;
}

function typeOf(file: SourceFile, container: string): string | null {
  const name = container.replace(/^.*(?:\.|->)/, '').replace(/\W/g, '');
  if (name === '') return null;
  const declared = new RegExp(
    `\\b(vector|deque|list|map|set|unordered_map|unordered_set|multimap|string)(?:<[^;{}()]{1,120}>)?\\s*&?\\s*${name}\\b`,
  ).exec(file.tree.source);
  return declared?.[1] ?? null;
}

function firstChange(file: SourceFile, body: SyntaxNode, reference: Reference): SyntaxNode | null {
  const { declaration, container, name, kind } = reference;
  const rebinds = kind !== 'reference';
  const type = typeOf(file, container);
  const inOnePiece = type === 'vector' || type === 'string';
  const before = file.tree.source.slice(body.start, declaration.start);
  const hasRoom = before.includes(`${container}.reserve(`);
  for (const change of file.descendants(body, new Set(['expression_statement', 'declaration']))) {
    if (change.start < declaration.end || change.end - change.start > 400) continue;
    const text = file.text(change);
    if (rebinds && new RegExp(`^(?:${name}|auto\\s+${name})\\s*=`).test(text)) return null;
    if (!text.includes(container)) continue;
    const [, method, given] =
      new RegExp(
        `(?:^|[^\\w.>])${container.replace(/\W/g, '\\$&')}\\.(clear|push_back|emplace_back|erase|insert|resize|pop_back|assign|append)\\(([^;]*)\\)`,
      ).exec(text) ?? [];
    const ends =
      method === 'clear' ||
      method === 'assign' ||
      (method === 'erase' && (inOnePiece || (kind === 'iterator' && given === name))) ||
      (inOnePiece &&
        !hasRoom &&
        method !== undefined &&
        /^(?:push_back|emplace_back|insert|resize|append)$/.test(method)) ||
      (type === 'string' && new RegExp(`^${container.replace(/\W/g, '\\$&')}\\s*\\+=`).test(text));
    if (ends) return change;
  }
  return null;
}

function useAfter(file: SourceFile, change: SyntaxNode, { name, declaration, kind }: Reference): SyntaxNode | null {
  const scope = declaration.parent;
  if (!scope || leavesBefore(file, change, scope)) return null;
  for (const use of file.descendants(scope, new Set(['identifier']))) {
    if (use.start < change.end || file.text(use) !== name) continue;
    const holder = use.parent;
    const isTarget =
      kind !== 'reference' && holder?.kind === 'assignment_expression' && file.field(holder, 'left') === use;
    if (isTarget || /declarator|parameter/.test(holder?.kind ?? '')) return null;
    return inOtherBranch(change, use) ? null : use;
  }
  return null;
}

/** Whether a block between the change and the scope ends by leaving it: what follows never saw the change. */
function leavesBefore(file: SourceFile, change: SyntaxNode, scope: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = change; place && place !== scope; place = place.parent) {
    const statements = place.parent ? file.named(place.parent) : [];
    const after = statements.slice(statements.indexOf(place) + 1);
    if (place.parent !== scope && after.some((one) => leaves.has(one.kind))) return true;
  }
  return false;
}

function inOtherBranch(change: SyntaxNode, use: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = change; place; place = place.parent) {
    const holder = place.parent;
    if (!holder || !/^(?:if|switch|case)_statement$/.test(holder.kind)) continue;
    const isInside = use.start >= holder.start && use.end <= holder.end;
    const isHere = use.start >= place.start && use.end <= place.end;
    if (isInside && !isHere) return true;
  }
  return false;
}

/** A reference or a view of a local text is returned: the text is gone when the caller reads it. */
export const returnedLocal: Check = function* (file) {
  for (const fn of file.tree.byKind('function_definition')) {
    const body = file.field(fn, 'body');
    const declarator = file.field(fn, 'declarator');
    const type = file.field(fn, 'type');
    if (!body || !declarator) continue;
    const isReference = declarator.kind === 'reference_declarator';
    const isView = type !== null && /\b(?:string_view|span)\b/.test(file.text(type));
    const isPointer = declarator.kind === 'pointer_declarator';
    if (!isReference && !isView && !isPointer) continue;
    for (const statement of file.descendants(body, new Set(['return_statement']), new Set(['lambda_expression']))) {
      const value = file.text(statement).replace(/^return\s*|\s*;$/g, '');
      const name = isPointer ? /^(\w+)\.(?:c_str|data)\(\)$/.exec(value)?.[1] : /^\w+$/.exec(value)?.[0];
      if (name === undefined || !isLocalValue(file, body, name, !isReference)) continue;
      yield {
        node: statement,
        message: `${name} lives in this function only: what is returned points to memory that is gone. Return it by value.`,
      };
    }
  }
};

function isLocalValue(file: SourceFile, body: SyntaxNode, name: string, owner: boolean): boolean {
  return file.descendants(body, new Set(['declaration']), new Set(['lambda_expression'])).some((declaration) => {
    const text = file.text(declaration).slice(0, 300);
    if (/^(?:static|extern|thread_local|constexpr\s+static)\b/.test(text)) return false;
    if (
      !new RegExp(`^[\\w:<>, ]{1,120}\\s${name}\\s*(?:[;={(]|\\[)`).test(text) ||
      /&|\*/.test(text.split(name, 1)[0] ?? '')
    )
      return false;
    return !owner || /^(?:const\s+)?(?:std::)?(?:string\b|vector<|array<|ostringstream|stringstream)/.test(text);
  });
}
