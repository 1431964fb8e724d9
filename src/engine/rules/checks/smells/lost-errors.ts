import type { Check } from '../../rule.js';

/** A list of errors that begins empty; the first group is its name without receiver. */
const lists: Readonly<Record<string, RegExp>> = {
  ruby: /@((?:\w+_)?(?:errors|failures|problems|skipped|rejected|warnings|invalid))\s*=\s*(?:\[\s*\]|\{\s*\}|Set\.new)\s*$/gm,
  python:
    /\b(?:self\.)?((?:\w+_)?(?:errors|failures|problems|skipped|rejected|warnings|failed))\s*(?::[^=\n]{1,60})?=\s*(?:\[\s*\]|\{\s*\}|list\(\)|dict\(\)|set\(\)|field\(default_factory=list\))\s*$/gm,
  php: /\$(?:this->)?((?:\w+_)?(?:errors|failures|problems|skipped|rejected|warnings|failed))\s*=\s*(?:\[\s*\]|array\(\s*\))\s*;/g,
};
const silent: Readonly<Record<string, RegExp>> = {
  ruby: /^rescue\b[^\n]*\n\s*(?:next|nil)?\s*$/,
  python: /^except\b[^\n]*:\s*(?:continue|pass)\s*$/,
  php: /^catch\s*\([^)]*\)\s*\{\s*(?:continue;)?\s*\}$/,
};

/**
 * A program that keeps a list of what went wrong, shows it, and never puts anything in: the handlers pass over what they catch,
 * so that the list says all went well.
 */
export const errorsNeverKept: Check = function* (file) {
  const { language, source } = file.tree;
  const pattern = lists[language];
  const quiet = silent[language];
  if (!pattern || !quiet) return;
  const empty = [...source.matchAll(pattern)].map(([, name = '']) => name).find((name) => !isFilled(source, name));
  if (empty === undefined) return;
  for (const handler of [...file.grammar.handlers].flatMap((kind) => file.tree.byKind(kind))) {
    if (handler.named && quiet.test(file.text(handler).trim()))
      yield {
        node: handler,
        message: `What goes wrong here is passed over, and ${empty}, which is shown, stays empty. Put the error into it.`,
      };
  }
};

/** Whether anything is ever put into it, or it is handed on to who may. */
function isFilled(source: string, name: string): boolean {
  const word = `(?:@|self\\.|this->|\\$|\\b)${name}`;
  const uses = [...source.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
  if (uses < 3) return true;
  return new RegExp(
    `${word}\\s*(?:<<|\\[[^\\]\\n]*\\]\\s*(?:\\|\\||\\?\\?|\\+)?=(?!=)|\\+=|\\|=|\\.(?:append|add|push|extend|update|concat|unshift|insert|setdefault|store|merge!|\\w+!)\\b)|array_(?:push|unshift)\\(\\s*\\$(?:this->)?${name}|[(,]\\s*(?:@|self\\.|\\$this->)?${name}\\s*[,)]`,
  ).test(
    source.replace(
      new RegExp(`\\b(?:warn|print|puts|len|count|empty|bool|sorted|json_encode|implode)\\([^()\\n]*${name}\\)`, 'g'),
      '',
    ),
  );
}
