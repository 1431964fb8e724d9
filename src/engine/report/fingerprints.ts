import { createHash } from 'node:crypto';
import type { FunctionUnit } from '../metrics/functions.js';
import { enclosingFunction } from './enclosing-function.js';
import type { RuleFinding } from '../rules/rule.js';

/** Lines of the finding that identify it, from its first on. */
const CONTEXT_LINES = 3;

/**
 * Names each finding so that it keeps its name while the code around it changes: a hash of the rule, the finding's own
 * lines without spacing, the function around it, and a number among equals. Line numbers do not enter, so code added or
 * removed above changes nothing. `findings` are in source order: equals are numbered in it.
 */
export function fingerprints(
  findings: readonly RuleFinding[],
  lines: readonly string[],
  units: readonly FunctionUnit[],
): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const unit = units[enclosingFunction(units, finding.location.start.offset)];
    const parts = [finding.rule_id, unit?.name ?? '', ...context(finding, lines)];
    const key = parts.join('\n');
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return createHash('sha256').update(`${key}\n${ordinal}`).digest('hex').slice(0, 32);
  });
}

function context({ location }: RuleFinding, lines: readonly string[]): string[] {
  const from = location.start.line - 1;
  const to = Math.min(location.end.line, from + CONTEXT_LINES);
  return lines.slice(from, Math.max(to, from + 1)).map((line) => line.replace(/\s+/g, ''));
}
