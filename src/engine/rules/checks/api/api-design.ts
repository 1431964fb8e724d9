import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check, CheckMatch } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { routesOf } from './routes.js';

const verb = '(?:get|fetch|create|add|delete|remove|update|edit|save|insert|retrieve|modify|find|list)';
/** `getUsers`, `delete_user`, `create-order`; pages called get-started and add-ons are nouns. */
const verbAndNoun = new RegExp(`^(?:${verb}(?:All)?(?=[A-Z])|${verb}[-_](?=[a-z]))`);
const nouns = /^(?:get[-_]started|add[-_]?ons?\b|save[-_]the|find[-_]us|edit[-_]mode|list[-_](?:item|view))/i;
const bareVerb = /^(?:create|delete|update|remove|insert|retrieve|fetch|modify)$/i;
const isApi =
  /\bjsonify\b|JSONResponse|JsonResponse|\bFastAPI\b|\.json\(|RestController|ApiController|@nestjs|\bJSON\(|response\(\)->json|render json:/;

/** The path names what is done and not what it is done to: the method says that already. */
export const verbInPath: Check = function* (file) {
  for (const { path, place } of routesOf(file)) {
    const found = path
      .split(/[/.]/)
      .find((part) => (verbAndNoun.test(part) && !nouns.test(part)) || (bareVerb.test(part) && isOfApi(file, path)));
    if (found !== undefined)
      yield {
        node: place,
        message: `${found} is a verb in a path. Name the resource (/users) and let the method say what is done to it.`,
      };
  }
};

function isOfApi(file: SourceFile, path: string): boolean {
  return /(?:^|\/)(?:api|v\d)(?:\/|$)/.test(path) || file.holds(isApi);
}

/** Tables and collections that a reader may leave a trace in. */
const trace =
  /log|audit|visit|hit|view|track|metric|stat|session|cache|token|state|last_|count|seen|cookie|header|param/i;
const writes = [
  /\b(?:DELETE\s+FROM|INSERT\s+INTO|UPDATE)\s+[`"[]?(\w+)[^"']{0,80}/gi,
  /\b([A-Z]\w*)\.(?:destroy|create|bulkCreate|insertMany|update(?:One|Many)?|delete(?:One|Many)?|find(?:ById|One)And(?:Update|Delete|Remove))\(/g,
  /\bprisma\.(\w+)\.(?:create|update|delete|upsert)\w*\(/g,
  /\b\w*([rR]epo(?:sitory)?)\.(?:save\w*|delete\w*|remove\w*|insert\w*)\(/g,
  /\b(?:db\.)?session\.(delete|add)\(/g,
  /\.(SaveChanges)(?:Async)?\(/g,
  /\b(?:[A-Z]\w*)(::(?:destroy|create|insert))\(/g,
  /->(delete|save|update|destroy|forceDelete)\(/g,
  /\b\w+(?:\.find\([^()]*\))?\.(destroy!?|save!|update!|delete!|destroy_all)(?=\W)/g,
  /\b(?:order|user|account|post|item|product|comment|invoice|ticket|booking|\w+_obj)\.(save|delete)\(\)/g,
  /\bdb\.(Delete|Create|Save)\(/g,
];
/** Flows that come back from elsewhere, or that mail programs open. */
const expected =
  /callback|oauth|auth|login|logout|verify|confirm|sso|activate|unsubscribe|track|webhook|health|seed|test|debug/i;

/** A GET that writes: links, crawlers and prefetching browsers call it without being asked. */
export const getChangesState: Check = function* (file) {
  if (file.tree.language === 'php') yield* linksThatWrite(file);
  for (const { method, path, place, handler } of routesOf(file)) {
    if (method !== 'GET' || expected.test(path)) continue;
    if (handler === null ? /#(?:destroy|create|update)\b/.test(registration(file, place)) : writesIn(file, handler))
      yield {
        node: place,
        message:
          'This GET changes what is stored: links, crawlers and prefetching browsers call it. Use POST, PUT, PATCH or DELETE.',
      };
  }
};

/** A page of plain PHP that takes its parameters from the link and deletes or changes rows by them. */
function* linksThatWrite(file: SourceFile): Generator<CheckMatch> {
  if (!file.holds(/\$_GET\b/) || file.holds(/\$_POST\b|REQUEST_METHOD|csrf/i)) return;
  for (const kind of ['string', 'encapsed_string']) {
    for (const text of file.tree.byKind(kind)) {
      const [, table] = /^["']\s*(?:DELETE\s+FROM|UPDATE)\s+`?(\w+)/i.exec(file.text(text).slice(0, 120)) ?? [];
      if (table !== undefined && !trace.test(table))
        yield {
          node: text,
          message:
            'A link changes what is stored: crawlers, prefetching browsers and other sites call it. Take the request by POST, with a token.',
        };
    }
  }
}

function registration(file: SourceFile, place: SyntaxNode): string {
  return file.text(place.parent?.parent ?? place).slice(0, 200);
}

function writesIn(file: SourceFile, handler: SyntaxNode): boolean {
  const text = file.text(handler);
  return writes.some((write) => [...text.matchAll(write)].some((found) => !trace.test(found[1] ?? '')));
}

const bounded =
  /limit|\bpage|paginat|\btake\b|Take\(|\bskip\b|offset|slice\(|\bfirst\b|per_page|cursor|\btop\b|\[\s*:\s*\w+\]|range|batch|chunk|filter|where|search/i;
const everything = [
  /\b\w+\.query\.all\(\)/,
  /\b[A-Z]\w*\.objects\.all\(\)(?!\s*\.\s*(?:count|exists|delete|update|aggregate|get|first))/,
  /\.query\(\s*[A-Z]\w*\s*\)\.all\(\)/,
  /\b[A-Z]\w*\.(?:find|findAll)\(\s*(?:\{\s*\}\s*)?\)/,
  /\.findMany\(\s*(?:\{\s*\}\s*)?\)/,
  /\b\w*[rR]epo(?:sitory)?\.find(?:All)?\(\s*\)/,
  /\b_?(?:db|ctx|context|dbContext)\w*\.\w+\.ToList(?:Async)?\(\)/i,
  /\b(?:db|DB)\.Find\(&\w+\)/,
  /\b[A-Z]\w*::all\(\)/,
  /\brender\s+(?:json:|xml:)\s*[A-Z]\w*\.all\b(?!\.)/,
  /["'`]\s*SELECT\s+[\w*,\s]{1,200}\s+FROM\s+\w+\s*(?:ORDER\s+BY\s+[\w\s,]{1,60})?["'`]/i,
];
/** Small by nature: what an operator writes into a table once. */
const few =
  /countr|categor|role|plan|tag|status|setting|option|language|locale|currenc|region|type|config|permission|feature/i;

/** A list that is as long as its table. */
export const listWithoutPagination: Check = function* (file) {
  for (const { method, path, place, handler } of routesOf(file)) {
    if (handler === null || (method !== 'GET' && method !== null)) continue;
    const text = file.text(handler);
    const found = everything.map((one) => one.exec(text)?.[0]).find((one) => one !== undefined);
    if (found === undefined || bounded.test(withoutWords(text)) || few.test(found) || few.test(path)) continue;
    if (!isApi.test(text) && method === null) continue;
    yield {
      node: place,
      message:
        'This answer holds every row there is and grows with the table. Take a page size and a cursor (or page number), and cap the size.',
    };
  }
};

/** `.filter`, `findAll`: words of the language and not of the request do not bound a list. */
function withoutWords(text: string): string {
  return text.replace(/\bOrder\s+By\b/gi, '').replace(/\.(?:filter|where)\(\s*(?:\(?\w+\)?\s*=>|lambda)/g, '');
}
