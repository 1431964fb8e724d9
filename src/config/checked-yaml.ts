import { isMap, isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';

type LineAt = (offset: number) => number;

/** Every mistake of a YAML file, each as `line N: where: what`. */
export class YamlFileError extends Error {
  override readonly name = 'YamlFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads YAML that must fit a schema.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parseCheckedYaml<T>(text: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt: LineAt = (offset) => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    throw new YamlFileError(
      document.errors.map((error) => `line ${lineAt(error.pos[0])}: ${error.message.split('\n', 1)[0] as string}`),
    );
  }
  const parsed = schema.safeParse(document.toJS());
  const dropped = droppedKeys(document, lineAt);
  if (parsed.success && dropped.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new YamlFileError([...dropped, ...issues.flatMap((issue) => describe(issue, document, lineAt))]);
}

/** A schema leaves `__proto__` out without a word: what is written under it would be lost. */
function droppedKeys(document: Document, lineAt: LineAt): string[] {
  const problems: string[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isNode(key) || String(key) !== '__proto__') return;
      problems.push(`line ${key.range ? lineAt(key.range[0]) : 1}: __proto__: is no name`);
    },
  });
  return problems;
}

function describe(issue: z.core.$ZodIssue, document: Document, lineAt: LineAt): string[] {
  const at = (path: readonly PropertyKey[], message: string) =>
    `line ${lineOf(path, document, lineAt)}: ${path.map(String).join('.') || 'the file'}: ${message}`;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => at([...issue.path, key], 'is not known'));
  if (issue.code === 'invalid_key') return [at(issue.path, issue.issues[0]?.message ?? 'is no name')];
  if (issue.code === 'invalid_type' && issue.input === undefined && !document.hasIn(issue.path)) {
    return [at(issue.path, 'is missing')];
  }
  return [at(issue.path, issue.message)];
}

/** The line of the deepest part of the path that the file has: a key where there is one, else its value. */
function lineOf(path: readonly PropertyKey[], document: Document, lineAt: LineAt): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (pair && isNode(pair.key) && pair.key.range) return lineAt(pair.key.range[0]);
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
  }
  return 1;
}
