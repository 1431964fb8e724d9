import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { routesOf } from './routes.js';

const value = `(?!\\s*(?:null|None|nil|false|False|undefined|""|''|\\[\\s*\\]|\\{\\s*\\}))`;
const errorKey = `["']?\\b(?:error|err|errorMessage|error_message)["']?\\s*(?::|=>|=(?!=)|,)${value}`;
const failed = `["']?(?:success|ok)["']?\\s*(?::|=>|=(?!=)|,)\\s*(?:false|False)\\b`;
const bad = `(?:${errorKey}|${failed})`;

/** An answer in the words of the frameworks: what succeeds by its status and fails by its body. */
const successes: Readonly<Record<string, readonly RegExp[]>> = {
  python: [
    new RegExp(
      `\\breturn\\s+(?:jsonify|make_response)\\(\\s*(?:\\{\\s*)?${bad}[^\\n]{0,200}\\)\\s*(?:,\\s*20\\d\\s*)?$`,
      'm',
    ),
    new RegExp(`\\breturn\\s+\\{\\s*${bad}[^\\n{}]{0,200}\\}\\s*(?:,\\s*20\\d\\s*)?$`, 'm'),
    new RegExp(`\\bJsonResponse\\(\\s*\\{\\s*${bad}[^\\n{}]{0,200}\\}\\s*(?:,\\s*status\\s*=\\s*20\\d\\s*)?\\)`),
    new RegExp(`\\bResponse\\(\\s*\\{\\s*${bad}[^\\n{}]{0,200}\\}\\s*\\)`),
  ],
  javascript: [
    new RegExp(`\\b(?:res|response|reply)(?:\\.status\\(\\s*20\\d\\s*\\))?\\.(?:json|send)\\(\\s*\\{\\s*${bad}`),
  ],
  java: [
    new RegExp(
      `\\bResponse(?:Entity)?\\.ok\\(\\s*(?:\\)\\s*\\.(?:body|entity)\\(\\s*)?(?:(?:\\w+\\.of|new\\s+\\w+)\\(\\s*${bad}|new\\s+\\w*(?:Error|Problem)\\w*\\()`,
    ),
    /\bcatch\s*\([^(){}]{1,120}\b(\w+)\s*\)\s*\{[^{}]{0,400}\breturn\s+Response(?:Entity)?\.ok\(\s*(?:\)\s*\.(?:body|entity)\(\s*)?(?:"[^"]{0,40}\b(?:[Ee]rror|fail(?:ed|ure)?|Failed)\b|[^;{}]{0,60}\b\1\.(?:getMessage|getLocalizedMessage)\()/,
  ],
  csharp: [
    new RegExp(`\\b(?:Ok|Json)\\(\\s*new\\s*\\w*\\s*\\{\\s*${bad}`),
    /\bcatch\s*\([^(){}]{1,80}\b(\w+)\s*\)\s*\{[^{}]{0,400}\breturn\s+(?:Results\.|TypedResults\.)?Ok\(\s*(?:\$?"[^"]{0,40}\b(?:[Ee]rror|fail(?:ed|ure)?|Failed)\b|[^;{}]{0,60}\b\1\.Message\b)/,
  ],
  go: [new RegExp(`\\bJSON\\(\\s*(?:200|http\\.StatusOK)\\s*,\\s*[\\w.]+(?:\\[\\w+\\][\\w{}]+)?\\{\\s*${bad}`)],
  php: [
    new RegExp(`\\bresponse\\(\\)->json\\(\\s*\\[\\s*${bad}[^\\[\\]\\n]{0,200}\\]\\s*(?:,\\s*20\\d\\s*)?\\)`),
    new RegExp(`\\bnew\\s+JsonResponse\\(\\s*\\[\\s*${bad}[^\\[\\]\\n]{0,200}\\]\\s*(?:,\\s*20\\d\\s*)?\\)`),
  ],
  ruby: [
    new RegExp(
      `\\brender\\s+json:\\s*\\{\\s*${bad}[^\\n{}]{0,200}\\}\\s*(?:,\\s*status:\\s*(?:20\\d|:ok)\\s*)?(?=$|\\s+(?:if|unless|and)\\b|;)`,
      'm',
    ),
  ],
};

/** The status was set before, in a statement of its own. */
const statusSet =
  /\.status\(\s*[^2\s]|statusCode\s*=|status_code\s*=|\.code\(\s*[45]|setStatus\(|\.Status\(|writeHead\(\s*[45]|abort\(/;
const linesBefore = 160;

/** `{ error: … }` with 200: who looks at the status, as every proxy and monitor does, sees a success. */
export const successForError: Check = function* (file) {
  const { language } = file.tree;
  const shapes = successes[language === 'typescript' ? 'javascript' : language];
  if (!shapes) return;
  for (const handler of handlersOf(file)) {
    const text = file.text(handler);
    for (const shape of shapes) {
      const found = shape.exec(text);
      if (!found) continue;
      // An answer that names its status says so itself; what stands before belongs to another.
      const isWhole = /\bok\(|\bOk\(/.test(found[0]);
      if (!isWhole && statusSet.test(text.slice(Math.max(0, found.index - linesBefore), found.index))) continue;
      const answer = Math.max(0, found[0].search(/\bResponse(?:Entity)?\.ok\(|\bOk\(/));
      yield {
        node: nodeAt(file, handler, handler.start + found.index + answer, found[0].length - answer),
        message:
          'The body tells of an error and the status of a success. Answer with the status that fits (400, 404, 409, 500).',
      };
      break;
    }
  }
};

/** Functions that answer requests, each once, the outermost only. */
function handlersOf(file: SourceFile): SyntaxNode[] {
  const all = [...new Set(routesOf(file).flatMap(({ handler }) => (handler ? [handler] : [])))];
  return all.filter((one) => !all.some((other) => other !== one && other.start <= one.start && one.end <= other.end));
}

function nodeAt(file: SourceFile, within: SyntaxNode, start: number, length: number): SyntaxNode {
  let node = within;
  for (let next: SyntaxNode | undefined = within; next;) {
    node = next;
    next = node.children.find((child) => child.start <= start && start + Math.min(length, 8) <= child.end);
  }
  return node;
}

/** What is thrown, given to the caller word for word. */
const shown: Readonly<Record<string, RegExp>> = {
  go: /\bhttp\.Error\(\s*\w+\s*,\s*err\.Error\(\)\s*,\s*(?:5\d\d|http\.StatusInternalServerError)|\bJSON\(\s*(?:5\d\d|http\.StatusInternalServerError)\s*,[^;\n]{0,80}err\.Error\(\)/,
  php: /\becho\s+(?:[^;]{0,60}\.\s*)?\$(?:e|ex|exception|err)->(?:getMessage|getTraceAsString)\(\)|response\(\)->json\([^;]{0,80}\$(?:e|ex|exception)->(?:getMessage|getTraceAsString)\(\)[^;]{0,60}\b500\b/,
  ruby: /\brender\s+(?:json|plain):[^\n]{0,80}\b(?:e|ex|error|exception)\.(?:message|backtrace|full_message)\b[^\n]{0,80}(?:\b5\d\d\b|:internal_server_error)|\b(?:e|ex|error|exception)\.backtrace\b[^\n]{0,60}\bstatus\b/,
  rust: /InternalServerError\(\)\s*\.(?:body|json)\(\s*(?:format!\([^)]*\b)?\w*e\w*\.to_string\(\)|INTERNAL_SERVER_ERROR\s*,\s*(?:format!\("[^"]*"\s*,\s*)?(?:e|err)\b/,
};

/** A server error whose text is the exception's: paths, statements and versions for whoever asks. */
export const errorDetailShown: Check = function* (file) {
  const shape = shown[file.tree.language];
  if (!shape || file.holds(/PHP_SAPI|php_sapi_name|extends Command\b|STDERR|\$argv/)) return;
  const places = file.tree.language === 'php' || file.tree.language === 'ruby' ? [file.tree.root] : handlersOf(file);
  for (const place of places) {
    const found = shape.exec(file.text(place));
    if (found) yield { node: nodeAt(file, place, place.start + found.index, found[0].length) };
  }
};

const storing =
  /\b(?:[A-Z]\w*\.(?:create|insertMany|insertOne|build)\(|[A-Z]\w*::create\(|new\s+[A-Z]\w*\(|\.Add(?:Async)?\(|session\.add\(|\.objects\.create\(|\bprisma\.\w+\.create\(|[rR]epo(?:sitory)?\.(?:save|create|insert)\(|service\.\w+\()/;
const given: Readonly<Record<string, RegExp>> = {
  python: /\brequest\.(?:get_json\(|json\b|form\b|POST\b|data\b)/,
  javascript: /\b(?:req|request|ctx\.request)\.body\b/,
  java: /@RequestBody\s+(?!String\b|byte\b)\w/,
  csharp: /\[FromBody\]/,
  php: /\$request->(?:input|get|all|post)\(/,
};
/** Words that tell that somebody looks at what came. */
const looked =
  /valid|schema|parse\(|serializer|sanitiz|\bcheck|assert|@Valid|ModelState|\bJoi\b|\bzod\b|typeof|isNaN|is_valid|\bif\b|\bthrow\b|raise\b|abort\(|FormRequest|@NotNull|Form\(/i;
const looksBefore =
  /celebrate|express-validator|checkSchema|class-validator|ValidationPipe|\bApiController\b|FluentValidation|@Validated|schema:|\bvalidate\w*\b/;

/** A body that goes into the store and that nothing in sight has looked at. */
export const bodyWithoutValidation: Check = function* (file) {
  const { language } = file.tree;
  const body = given[language === 'typescript' ? 'javascript' : language];
  if (!body || !file.holds(body) || file.holds(looksBefore)) return;
  for (const { method, place, handler } of routesOf(file)) {
    if (handler === null || !/^(?:POST|PUT|PATCH)$/.test(method ?? '')) continue;
    const text = file.text(handler);
    if (body.test(text) && storing.test(text) && !looked.test(text)) yield { node: place };
  }
};
