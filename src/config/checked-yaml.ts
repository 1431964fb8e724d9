import { isMap, isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';

/** The place of an offset in words: `line 3`, or `line 3, column 7`. */
type PlaceOf = (offset: number) => string;

/** Every mistake of a YAML file, each as `line N: where: what`. */
export class YamlFileError extends Error {
  override readonly name = 'YamlFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads YAML that must fit a schema.
 * @param columns whether mistakes are named with their column too.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parseCheckedYaml<T>(text: string, schema: z.ZodType<T>, { columns = false } = {}): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const placeOf: PlaceOf = (offset) => {
    const { line, col } = lines.linePos(offset);
    return columns ? `line ${line}, column ${col}` : `line ${line}`;
  };
  if (document.errors.length > 0) {
    throw new YamlFileError(
      document.errors.map((error) => `${placeOf(error.pos[0])}: ${error.message.split('\n', 1)[0] as string}`),
    );
  }
  const parsed = schema.safeParse(valueOf(document, placeOf));
  const dropped = droppedKeys(document, placeOf);
  if (parsed.success && dropped.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw new YamlFileError([...dropped, ...issues.flatMap((issue) => describe(issue, document, placeOf))]);
}

/** Aliases of aliases can stand for more than memory holds; the parser gives up on them. */
function valueOf(document: Document, placeOf: PlaceOf): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new YamlFileError([`${placeOf(0)}: the file: ${(error as Error).message}`]);
  }
}

/** A schema leaves `__proto__` out without a word: what is written under it would be lost. */
function droppedKeys(document: Document, placeOf: PlaceOf): string[] {
  const problems: string[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isNode(key) || String(key) !== '__proto__') return;
      problems.push(`${placeOf(key.range ? key.range[0] : 0)}: __proto__: is no name`);
    },
  });
  return problems;
}

function describe(issue: z.core.$ZodIssue, document: Document, placeOf: PlaceOf): string[] {
  const at = (path: readonly PropertyKey[], message: string) =>
    `${placeIn(path, document, placeOf)}: ${path.map(String).join('.') || 'the file'}: ${message}`;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => at([...issue.path, key], 'is not known'));
  if (issue.code === 'invalid_key') return [at(issue.path, issue.issues[0]?.message ?? 'is no name')];
  if (issue.code === 'invalid_type' && issue.input === undefined && !document.hasIn(issue.path)) {
    return [at(issue.path, 'is missing')];
  }
  return [at(issue.path, issue.message)];
}

/** The place of the deepest part of the path that the file has: a key where there is one, else its value. */
function placeIn(path: readonly PropertyKey[], document: Document, placeOf: PlaceOf): string {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (pair && isNode(pair.key) && pair.key.range) return placeOf(pair.key.range[0]);
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return placeOf(node.range[0]);
  }
  return placeOf(0);
}
