import { LineCounter, parseDocument } from 'yaml';
import { ruleFileSchema, type RuleSource } from './rule-schema.js';

/** One fault of a rule file, with the place it stands at. */
export interface RuleFileFault {
  file: string;
  /** 1-based. */
  line: number;
  column: number;
  message: string;
}

/** A rule file that cannot be used; `faults` names every one. */
export class RuleFileError extends Error {
  override readonly name = 'RuleFileError';

  constructor(readonly faults: readonly RuleFileFault[]) {
    super(faults.map((fault) => `${fault.file}:${fault.line}:${fault.column} ${fault.message}`).join('\n'));
  }
}

/**
 * Reads and checks one rule file.
 * @throws RuleFileError with line and column of every fault.
 */
export function readRuleFile(file: string, text: string): RuleSource[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number, message: string): RuleFileFault => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  if (document.errors.length > 0) {
    throw new RuleFileError(document.errors.map((error) => at(error.pos[0], error.message.split('\n')[0] ?? '')));
  }
  const checked = ruleFileSchema.safeParse(document.toJS());
  if (checked.success) return checked.data.rules;
  throw new RuleFileError(
    checked.error.issues.map((issue) => {
      const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
      return at(offsetOf(document, path), `${path.join('.')}: ${issue.message}`);
    }),
  );
}

/** Offset of the deepest node on the path that exists. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}
