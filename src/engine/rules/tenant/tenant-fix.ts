import type { TextEdit } from '../../report/analysis-report.js';
import type { SourceFile } from '../source-file.js';
import type { RangeMatch } from './range-match.js';
import type { TenantRule } from './tenant-rule.js';

const longestName = 200;
const longestMessage = 4_000;

/** Puts the code of metavariables into a message. */
export function withMetavariables(file: SourceFile, text: string, match: RangeMatch): string {
  return filled(file, text, match, longestName).slice(0, longestMessage);
}

function filled(file: SourceFile, text: string, match: RangeMatch, longest: number): string {
  return text.replace(/\$(\.\.\.)?[A-Z_][A-Z0-9_]*/g, (name) => {
    const node = match.bindings.get(name);
    // A run of siblings that is empty is bound to nothing.
    if (!node) return name.startsWith('$...') ? '' : name;
    const code = file.text(node);
    return code.length > longest ? `${code.slice(0, longest)}…` : code;
  });
}

/** The edit that `fix` or `fix-regex` asks for, or null. */
export function fixOf(
  file: SourceFile,
  rule: TenantRule,
  match: RangeMatch,
): { description: string; edits: TextEdit[] } | null {
  const { start, end } = match;
  if (rule.fix) {
    const text = filled(file, rule.fix.replacement.replace(/\n$/, ''), match, Infinity);
    return { description: rule.fix.description, edits: [{ start, end, text }] };
  }
  if (!rule.fixRegex) return null;
  const { regex, replacement, count } = rule.fixRegex;
  const code = file.tree.source.slice(start, end);
  const edits: TextEdit[] = [];
  for (const place of regex.replacements(code, replacement)) {
    if (edits.length >= count) break;
    edits.push({ start: start + place.start, end: start + place.end, text: place.text });
  }
  return edits.length > 0 ? { description: 'Replace this as the rule says.', edits } : null;
}
