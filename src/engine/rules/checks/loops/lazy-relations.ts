import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** How a language's mappers load records, how they load relations with them, and how a record's relation is reached. */
interface Mapper {
  readonly loads: RegExp;
  readonly together: RegExp;
  /** `NAME` stands for the loop's variable; the first group is the relation, the second what is asked of it. */
  readonly reaches: string;
}

const mappers: Readonly<Record<string, Mapper>> = {
  python: {
    loads: /\.objects\.(?:all|filter|exclude|order_by)\(|\.query\.(?:all|filter|filter_by)\(|\.query\(\s*[A-Z]\w*\s*\)/,
    together:
      /select_related|prefetch_related|joinedload|selectinload|subqueryload|\.values|\.only\(|\.join\(|options\(/,
    reaches: String.raw`\bNAME\.([a-z]\w*)\.((?:all|count|filter|first|exists)\(|[a-z]\w*(?!\w*\())`,
  },
  php: {
    loads: /^[A-Z]\w*::(?:all\(\)|where\([^]{0,200}\)->get\(\)|get\(\))/,
    together: /with\(|load\(|join\(/,
    reaches: String.raw`\$NAME->([a-z]\w*)->([a-z]\w*)`,
  },
  csharp: {
    loads:
      /^_?(?:db|ctx|context|dbContext)\w*\.[A-Z]\w*(?:\.(?:Where|OrderBy|OrderByDescending)\([^]{0,200}\))*(?:\.To(?:List|Array)(?:Async)?\(\))?$/i,
    together: /Include\(|Select\(|ThenInclude/,
    reaches: String.raw`\bNAME\.([A-Z]\w*)\.([A-Z]\w*)(?!\w*\()`,
  },
  java: {
    loads: /\b\w*(?:[rR]epo(?:sitory)?|[dD]ao)\.find(?:All(?:By\w*)?|By\w+)\(/,
    together: /With[A-Z]|Fetch|EntityGraph|Graph\b/,
    reaches: String.raw`\bNAME\.get([A-Z]\w*)\(\)\.(get[A-Z]\w*|size|stream|isEmpty)\(`,
  },
};
/** Parts of plain values: texts, dates, amounts, files. */
const plainPart =
  /^(?:upper|lower|strip|split|format|isoformat|strftime|date|time|year|month|day|items|keys|values|append|Length|Count|Value|HasValue|Date|Year|Month|Day|Key|getTime|getYear|getClass|getDisplayName|length)$/;
const plainOwner =
  /(?:_at|_on|_date|Date|At|Name|name|Status|State|Type|status|type|Id|created|updated|meta|objects|__class__|pk|id|_file|^file|image)$/;

/** Each record of a query reaches for its relation, which is a query of its own: N+1. */
export const lazyRelationInLoop: Check = function* (file) {
  const mapper = mappers[file.tree.language];
  if (!mapper) return;
  for (const kind of file.grammar.loops) {
    for (const loop of file.tree.byKind(kind)) {
      const name = variableOf(file, loop);
      const over =
        file.field(loop, 'right') ?? (loop.kind === 'enhanced_for_statement' ? file.field(loop, 'value') : null);
      const body = file.field(loop, 'body');
      if (name === null || !over || !body) continue;
      const query = queryText(file, loop, over);
      if (query === null || !mapper.loads.test(query) || mapper.together.test(query)) continue;
      const reached = new RegExp(mapper.reaches.replace('NAME', name), 'g');
      const found = [...file.text(body).matchAll(reached)].find(
        ([, relation = '', part = '']) => !plainPart.test(part) && !plainOwner.test(relation),
      );
      if (!found) continue;
      yield {
        node: nodeAt(body, body.start + found.index),
        message: `Each ${name} loads its ${found[1] ?? 'relation'} by a query of its own (N+1). Load them with the first query (select_related, with, Include, a fetch join).`,
      };
    }
  }
};

function variableOf(file: SourceFile, loop: SyntaxNode): string | null {
  const left = file.field(loop, 'left') ?? (loop.kind === 'enhanced_for_statement' ? file.field(loop, 'name') : null);
  return (left && /^\$?(\w+)$/.exec(file.text(left))?.[1]) ?? null;
}

/** The query itself, or the one that the variable was last given. */
function queryText(file: SourceFile, loop: SyntaxNode, over: SyntaxNode): string | null {
  const text = file.text(over).slice(0, 400);
  if (!/^[$@]?\w+$/.test(text)) return text;
  const scope = file.enclosingFunction(loop) ?? file.tree.root;
  const before = file.tree.source.slice(scope.start, loop.start);
  const given = [
    ...before.matchAll(new RegExp(`${text.replace('$', '\\$')}\\s*=\\s*(?!=)(?:await\\s+)?([^;\\n]{1,400})`, 'g')),
  ].at(-1);
  return given?.[1]?.trim() ?? null;
}

function nodeAt(within: SyntaxNode, at: number): SyntaxNode {
  let node = within;
  for (let next: SyntaxNode | undefined = within; next;) {
    node = next;
    next = node.children.find(
      (child) => child.start <= at && at + 1 <= child.end && child.named && child.children.length > 0,
    );
  }
  return node;
}
