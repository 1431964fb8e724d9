import { declaredName } from '../tree/declared-name.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';
import { callArguments, keywordValue } from './call-arguments.js';
import type { Condition, FileCondition, RuleMatch } from './rule.js';
import { ruleRegex } from './rule-regex.js';
import type { ConditionSource } from './rule-schema.js';
import type { SourceFile } from './source-file.js';
import { objectUses, outermostFunction } from './object-uses.js';
import { isInside } from './places.js';
import { isString, stringContent } from './pattern/significant-children.js';

/** A regular expression, by whichever engine runs it. */
export interface TextTest {
  test(text: string): boolean;
}
type MakeTest = (source: string) => TextTest;

/**
 * Compiles one `where` entry: every condition it names must hold.
 * @param regex how its regular expressions are run: those of tenants not by backtracking.
 */
export function compileCondition(source: ConditionSource, regex: MakeTest): Condition {
  const parts = [...ofFile(source, regex), ...ofMatch(source, regex)];
  return (file, match) => parts.every((part) => part(file, match));
}

/** Compiles what one `where` entry asks of a match, beyond what it asks of the file. */
export function compileMatchCondition(source: ConditionSource): Condition {
  const parts = ofMatch(source, ruleRegex);
  return (file, match) => parts.every((part) => part(file, match));
}

function ofMatch(source: ConditionSource, regex: MakeTest): Condition[] {
  return [
    ...placeConditions(source, regex),
    ...aroundConditions(source, regex),
    ...callConditions(source, regex),
    ...nodeConditions(source, regex),
  ];
}

/** Compiles what one `where` entry asks of the file alone, so that it is asked once and before anything is matched. */
export function compileFileCondition(source: ConditionSource): FileCondition {
  const parts = ofFile(source, ruleRegex);
  return (file) => parts.every((part) => part(file));
}

function regexes(
  source: { matches?: string | undefined; 'not-matches'?: string | undefined },
  make: MakeTest,
): (text: string) => boolean {
  const wanted = source.matches === undefined ? null : make(source.matches);
  const refused = source['not-matches'] === undefined ? null : make(source['not-matches']);
  return (text) => (!wanted || wanted.test(text)) && !refused?.test(text);
}

function placeConditions(source: ConditionSource, make: MakeTest): Condition[] {
  const parts: Condition[] = [];
  const { inside } = source;
  if (inside) parts.push((file, match) => inside.some((place) => isInside(file, match.node, place)));
  const outside = source['not-inside'];
  if (outside) parts.push((file, match) => !outside.some((place) => isInside(file, match.node, place)));
  const { parent } = source;
  if (parent) parts.push((_file, match) => parent.includes(match.node.parent?.kind ?? ''));
  const notParent = source['not-parent'];
  if (notParent) parts.push((_file, match) => !notParent.includes(match.node.parent?.kind ?? ''));
  const within = source['in-function'];
  if (within !== undefined) parts.push(inFunction(make(within)));
  if (source.decorated !== undefined) parts.push(decorated(make(source.decorated)));
  return parts;
}

function inFunction(regex: TextTest): Condition {
  return (file, match) => {
    const fn = file.enclosingFunction(match.node);
    const name = fn ? declaredName(fn) : undefined;
    return name !== undefined && regex.test(file.text(name));
  };
}

function decorated(regex: TextTest): Condition {
  return (file, match) => {
    const fn = file.grammar.functions.has(match.node.kind) ? match.node : file.enclosingFunction(match.node);
    const around = [...(fn?.children ?? []), ...(fn?.parent?.children ?? [])];
    return around.some((child) => /decorator|modifiers/.test(child.kind) && regex.test(file.text(child)));
  };
}

function ofFile(source: ConditionSource, make: MakeTest): FileCondition[] {
  const parts: FileCondition[] = [];
  const imports = source.imports;
  if (imports) parts.push((file) => imports.some((name) => hasImport(file, name)));
  const absent = source['not-imports'];
  if (absent) parts.push((file) => !absent.some((name) => hasImport(file, name)));
  const { source: wanted, 'not-source': refused } = source;
  if (wanted !== undefined) parts.push(inSource(make(wanted), true));
  if (refused !== undefined) parts.push(inSource(make(refused), false));
  const name = regexes({ matches: source.filename, 'not-matches': source['not-filename'] }, make);
  if (source.filename !== undefined || source['not-filename'] !== undefined)
    parts.push((file) => name(file.filename ?? ''));
  return parts;
}

function inSource(regex: TextTest, wanted: boolean): FileCondition {
  return (file) => (regex instanceof RegExp ? file.holds(regex) : regex.test(file.tree.source)) === wanted;
}

function aroundConditions(source: ConditionSource, make: MakeTest): Condition[] {
  if (source.function === undefined && source['not-function'] === undefined) return [];
  const around = regexes({ matches: source.function, 'not-matches': source['not-function'] }, make);
  return [(file, match) => around(file.text(outermostFunction(file, match.node) ?? file.tree.root))];
}

function hasImport(file: SourceFile, name: string): boolean {
  for (const imported of file.imports.modules) {
    if (imported === name || imported.startsWith(`${name}.`) || imported.startsWith(`${name}/`)) return true;
  }
  return false;
}

function callConditions(source: ConditionSource, make: MakeTest): Condition[] {
  const parts: Condition[] = [];
  const { keyword } = source;
  if (keyword) {
    const regex = make(keyword.matches);
    parts.push((file, match) =>
      keyword.name.some((name) => {
        const value = keywordValue(file, match.node, name);
        return value !== null && regex.test(knownText(file, value));
      }),
    );
  }
  const missing = source['no-keyword'];
  if (missing) parts.push((file, match) => missing.every((name) => keywordValue(file, match.node, name) === null));
  const count = source.arguments;
  if (count) {
    parts.push((file, match) => {
      const { length } = callArguments(file, match.node);
      return length >= (count.min ?? 0) && length <= (count.max ?? Infinity);
    });
  }
  return parts;
}

/** A constant's text when the value is known, else what is written. */
function knownText(file: SourceFile, node: SyntaxNode): string {
  const constants = file.origins.constants(node);
  return constants?.length === 1 ? String(constants[0]) : file.text(node);
}

function nodeConditions(source: ConditionSource, make: MakeTest): Condition[] {
  const parts: Condition[] = [];
  const { value, path, text, kind, object } = source;
  if (value) parts.push((file, match) => valueHolds(file, match, value, make));
  if (path) {
    const fits = regexes(path, make);
    parts.push((file, match) => {
      const node = subject(match, path.of);
      return fits((path.of ? file.origins.path(node) : file.origins.callPath(node)) ?? file.qualifiedName(node) ?? '');
    });
  }
  if (text) {
    const fits = regexes(text, make);
    parts.push((file, match) => fits(file.text(subject(match, text.of))));
  }
  if (object) {
    const fits = regexes(object, make);
    parts.push((file, match) => {
      const bound = object.of === undefined ? undefined : match.bindings.get(object.of);
      const name = bound ? file.text(bound) : assignedName(file, match.node);
      return fits(objectUses(file, name, match.node));
    });
  }
  if (kind) parts.push((_file, match) => kind.in.includes(subject(match, kind.of).kind));
  const target = source['assigned-to'];
  if (target !== undefined) {
    const regex = make(target);
    parts.push((file, match) => regex.test(assignedName(file, match.node)));
  }
  const without = source['not-contains'];
  if (without !== undefined) parts.push((file, match) => !file.text(match.node).includes(without));
  return parts;
}

function subject(match: RuleMatch, name: string | undefined): SyntaxNode {
  return (name === undefined ? undefined : match.bindings.get(name)) ?? match.node;
}

function valueHolds(
  file: SourceFile,
  match: RuleMatch,
  source: NonNullable<ConditionSource['value']>,
  make: MakeTest,
): boolean {
  const node = match.bindings.get(source.of);
  if (!node) return false;
  const literal =
    isString(node) && !node.children.some((child) => child.kind === 'interpolation')
      ? [stringContent(file.text(node))]
      : null;
  const constants = file.origins.constants(node) ?? literal;
  switch (source.is) {
    case 'constant':
      if (!constants) return false;
      break;
    case 'dynamic':
      if (constants) return false;
      break;
    case 'text':
      if (!constants?.some((one) => typeof one === 'string')) return false;
      break;
    case 'number':
      if (!constants?.some((one) => typeof one === 'number')) return false;
      break;
    case 'composed':
      if (!file.origins.of(node, 'sql').composed) return false;
      break;
    case undefined:
      break;
  }
  const { below } = source;
  if (below !== undefined && !constants?.some((one) => typeof one === 'number' && one < below)) return false;
  if (source.starts !== undefined) {
    const known = constants?.map(String) ?? [file.origins.of(node, 'sql').prefix];
    const starts = make(source.starts);
    if (!known.some((text) => starts.test(text))) return false;
  }
  if (source.matches === undefined && source['not-matches'] === undefined) return true;
  const fits = regexes(source, make);
  return constants ? constants.some((one) => fits(String(one))) : source.matches === undefined || fits(file.text(node));
}

/** The name that a value is given to: a variable, a key, a keyword argument, a parameter's default. */
function assignedName(file: SourceFile, node: SyntaxNode): string {
  for (let place: SyntaxNode = node, steps = 0; place.parent && steps < 6; place = place.parent, steps += 1) {
    const holder = place.parent;
    const target = file.field(holder, 'left') ?? file.field(holder, 'name') ?? file.field(holder, 'key');
    const isValue = place.field === 'right' || place.field === 'value';
    if (
      isValue &&
      target &&
      target !== place &&
      /assign|declarator|pair|argument|parameter|definition|resource/.test(holder.kind)
    )
      return file.text(target);
    if (/statement|block|function(?!_call)|body|lambda|declaration$/.test(holder.kind)) return '';
  }
  return '';
}
