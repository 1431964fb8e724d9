import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Declarations of collections that live as long as the process, outside functions; the first group is the name. */
const declared: Readonly<Record<string, RegExp>> = {
  python:
    /^(?:    )?(_?\w+)\s*(?::[^=\n]{1,60})?=\s*(?:\{\s*\}|\[\s*\]|dict\(\)|list\(\)|set\(\)|defaultdict\(\w*\))\s*$/gm,
  javascript:
    /^(?:export\s+)?(?:const|let|var)\s+(\w+)(?:\s*:[^=\n]{1,80})?\s*=\s*(?:new\s+(?:Map|Set)(?:<[^()\n]{0,80}>)?\(\)|\{\s*\}|\[\s*\])\s*(?:;|$)/gm,
  java: /\bstatic\s+(?:final\s+)?[\w<>, ?[\]]{3,80}?\s(\w+)\s*=\s*new\s+(?:Concurrent|Linked)?(?:Hash|Tree|SkipList)?(?:Map|Set|ArrayList|LinkedList)(?:<[^()]{0,60}>)?\(\s*\)\s*;/g,
  csharp:
    /\bstatic\s+(?:readonly\s+)?(?:\w+\.)*(?:Concurrent)?(?:Dictionary|List|HashSet|Bag|ConcurrentBag)<[^;=(){}]{1,80}>\s+(\w+)\s*=\s*new\b[^;{}]{0,100};/g,
  go: /^var\s+(\w+)\s*(?:=\s*(?:map\[[^\n]{1,60}\{\}|make\(map[^\n]{1,60}\))|sync\.Map)\s*$/gm,
  // Not `^\s*`: at each of many empty lines it would read all that follow.
  ruby: /^[ \t]*(@@\w+|[A-Z][A-Z_]+)\s*=\s*(?:\{\s*\}|\[\s*\]|Hash\.new|Set\.new)[ \t\r]*$/gm,
  rust: /^(?:pub\s+)?static\s+(\w+)\s*:\s*[^=\n]{1,120}\b(?:HashMap|HashSet|Vec|DashMap|BTreeMap)\b[^=\n]{0,80}=/gm,
  cpp: /^static\s+std::(?:unordered_)?(?:map|set|vector)<[^;=(){}]{1,80}>\s+(\w+)\s*;/gm,
};

/** Words after the name by which it grows, by a key or value that comes at run time. */
const adds = String.raw`(?:\s*\.\s*(?:set|put|append|push|push_back|add|Add|GetOrAdd|TryAdd|computeIfAbsent|putIfAbsent|setdefault|Store|LoadOrStore|insert|emplace|entry|write)\s*\(|\s*<<|\[(?!\s*["'])[^\]\n]{1,60}\]\s*(?:\|\||\?\?)?=(?!=))`;
const takes = String.raw`(?:\s*\.\s*(?:delete|Delete|remove\w*|Remove\w*|retain\w*|pop\w*|shift\w*|splice|clear\w*|Clear|evict\w*|expire\w*|discard|erase|drain|truncate|LoadAndDelete|Range|TryTake|TryRemove|delete_if|reject!|keySet|entrySet|values\(\)\.remove|length\s*=|size\b|Count\b|len\(\)|swap)\b)`;

/** A collection of the module or class that functions add to at run time, and from which nothing is ever taken. */
export const growingStaticCollection: Check = function* (file) {
  const { language, source } = file.tree;
  const pattern = declared[language === 'typescript' ? 'javascript' : language];
  if (!pattern) return;
  for (const found of source.matchAll(pattern)) {
    const name = found[1] ?? '';
    const word = name.replace(/[$@]/g, '\\$&');
    if (word.length < 3) continue;
    const at = found.index + found[0].indexOf(name);
    const grows = growsAt(file, word, language);
    if (grows === null || isTakenFrom(source, word) || file.enclosingFunction(nodeAt(file, at, at + name.length)))
      continue;
    yield {
      node: nodeAt(file, grows, grows + name.length),
      message: `${name} lives as long as the process, functions add to it and nothing removes: memory grows without bound. Bound it (LRU, time to live) or clear it.`,
    };
  }
};

function isTakenFrom(source: string, word: string): boolean {
  if (
    new RegExp(`(?<![\\w$])${word}(?:\\.(?:lock|write|read|borrow_mut)\\(\\)(?:\\.unwrap\\(\\))?)?${takes}`).test(
      source,
    )
  )
    return true;
  const frees = new RegExp(
    `\\bdel\\s+(?:\\w+\\.)?${word}\\b|\\bdelete\\s+${word}\\b|\\bdelete\\(\\s*${word}\\b|\\blen\\(\\s*(?:\\w+\\.)?${word}\\s*\\)\\s*[>=]|\\bunset\\(|lru|maxsize|max_size|MAX_|\\.(?:clear|retain)\\(|\\.len\\(\\)\\s*[>=]`,
    'i',
  );
  if (frees.test(source)) return true;
  return [...source.matchAll(new RegExp(`(?<![\\w$.])${word}\\s*=(?![=>])`, 'g'))].length > 1;
}

/**
 * Where a function adds to it; null where none does. What is registered at load time, or once for each of a fixed set of
 * kinds, is bounded by the program's text.
 */
function growsAt(file: SourceFile, word: string, language: string): number | null {
  const grows = new RegExp(`(?<![\\w$])${word}${adds}`);
  if (language !== 'rust' && !grows.test(file.tree.source)) return null;
  const locked = new RegExp(`(?<![\\w$])${word}\\.(?:lock|write)\\(\\)`);
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const own = file.field(fn, 'name');
      const name = own ? file.text(own) : '';
      if (
        /^_?(?:register|subscribe|add\w*(?:Type|Handler|Listener|Hook|Plugin)|define|init|setup|use|on|extend|configure|install|import|load\w*s$)/i.test(
          name,
        )
      )
        continue;
      const text = file.text(fn);
      if (!fn.named || /\b(?:decorator|wrapper|wraps)\b/.test(text)) continue;
      const place =
        grows.exec(text) ?? (language === 'rust' && /\.(?:entry|insert|push)\(/.test(text) ? locked.exec(text) : null);
      if (place) return isKept(name, word, text) ? fn.start + place.index : null;
    }
  }
  return null;
}

/** JavaScript: what runs for each request. */
const answersRequests = /^(?:async\s*)?\(?\s*_?(?:req|request|ctx)\s*,\s*_?(?:res|response|reply|next)\b/;

/** A registry by its name keeps what the program has; a memory by its use or name keeps what callers send. */
function isKept(name: string, word: string, text: string): boolean {
  if (
    /regist|handler|plugin|hook|listener|type|class|converter|loader|factor|config|option|driver|subscri|command|route|schema|extension|provider|modules?$/i.test(
      word,
    )
  )
    return false;
  const memo =
    /not\s+in\b|\.has\(|containsKey|computeIfAbsent|TryGetValue|GetOrAdd|ContainsKey|\|\|=|\?\?=|or_insert|!\w+\[|, ok :?=|\.find\(|\bsetdefault\b|===?\s*undefined/;
  const named =
    /cache|histor|seen|log|store|session|pending|result|memo|user|request|event|metric|buffer|queue|visited|client|token|report|response/i;
  return memo.test(text) || named.test(word) || named.test(name) || answersRequests.test(text);
}

function nodeAt(file: SourceFile, start: number, end: number): SourceFile['tree']['root'] {
  let node = file.tree.root;
  for (let next: typeof node | undefined = node; next;) {
    node = next;
    next = node.children.find((child) => child.start <= start && end <= child.end);
  }
  return node;
}
