import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { routesOf } from './routes.js';

const lookUps: Readonly<Record<string, readonly string[]>> = {
  java: ['findById', 'getReferenceById', 'getById', 'getOne', 'findOne', 'find', 'load', 'deleteById'],
  csharp: [
    'Find',
    'FindAsync',
    'FirstAsync',
    'FirstOrDefault',
    'FirstOrDefaultAsync',
    'SingleAsync',
    'SingleOrDefault',
    'SingleOrDefaultAsync',
  ],
};
const principal =
  /@AuthenticationPrincipal\b|@CurrentUser\b|\b(?:Principal|Authentication|UserDetails|OAuth2User|OidcUser|Jwt|SecurityContext)\s+\w+$/;
const given = /@(?:PathVariable|RequestParam|PathParam|QueryParam)\b/;
/** Another place decides who may. */
const decided =
  /@(?:PreAuthorize|PostAuthorize|PostFilter|Secured|RolesAllowed)\b|\[Authorize\(|hasPermission|accessDecision|\bacl\b/i;
const logging = /\b(?:log|logger|audit|LOG|LOGGER)\w*(?:\.\w+)*\([^;]*;/gi;
const longest = 20_000;

/**
 * An object is fetched by the id of the request and nothing asks whose it is, although the handler knows who calls: in
 * Java by a parameter that it has for that and does not use; in C# by what other handlers of the class ask of the same table.
 */
export const foreignObject: Check = function* (file) {
  const { language } = file.tree;
  const names = lookUps[language];
  if (!names) return;
  if (language === 'java' && !/@AuthenticationPrincipal|@CurrentUser|Principal|Authentication\b/.test(file.tree.source))
    return;
  if (language === 'csharp' && !/\[Authorize\]/.test(file.tree.source)) return;
  for (const { handler } of routesOf(file)) {
    if (!handler || file.text(handler).length > longest || decided.test(file.text(handler))) continue;
    const ids = language === 'java' ? javaIds(file, handler) : csharpIds(file, handler);
    if (ids.size === 0) continue;
    for (const name of names) {
      for (const call of file.tree.callsTo(name)) {
        if (call.start < handler.start || call.end > handler.end || !isById(file, call, ids)) continue;
        if (language === 'csharp' && !isOwnedElsewhere(file, handler, call)) continue;
        yield { node: call };
      }
    }
  }
};

/** The ids of a handler that has a parameter for the caller and uses it for nothing but its log. */
function javaIds(file: SourceFile, handler: SyntaxNode): Set<string> {
  const body = file.field(handler, 'body');
  const parameters = file.named(file.field(handler, 'parameters') ?? handler);
  const callers = parameters.filter((one) => principal.test(file.text(one)));
  if (!body || callers.length === 0) return new Set();
  const rest = file.text(body).replace(logging, '');
  const isUsed = callers.some((one) => {
    const name = file.field(one, 'name');
    return name !== null && new RegExp(`\\b${file.text(name)}\\b`).test(rest);
  });
  if (isUsed || /SecurityContextHolder|getUserPrincipal|[cC]urrentUser|[oO]wner/.test(rest)) return new Set();
  return namesOf(
    file,
    parameters.filter((one) => given.test(file.text(one))),
  );
}

const asksCaller =
  /\bUser\b|[uU]serId|[cC]urrentUser|[oO]wner|[tT]enant|[cC]laims|AuthorizeAsync|IsInRole|[cC]ustomerId|\bme\b/;

/** The ids of a handler that says nothing of the caller. */
function csharpIds(file: SourceFile, handler: SyntaxNode): Set<string> {
  const body = file.field(handler, 'body');
  const parameters = file.named(file.field(handler, 'parameters') ?? handler);
  if (!body || asksCaller.test(file.text(body)) || /AllowAnonymous/.test(file.text(handler))) return new Set();
  return namesOf(
    file,
    parameters.filter((one) => /\b(?:int|long|Guid|string)\s+\w*[iI]d$/.test(file.text(one))),
  );
}

function namesOf(file: SourceFile, parameters: readonly SyntaxNode[]): Set<string> {
  return new Set(
    parameters.flatMap((one) => {
      const name = file.field(one, 'name');
      return name ? [file.text(name)] : [];
    }),
  );
}

/** `find(id)`, `find(Invoice.class, id)`, `First(x => x.Id == id)`. */
function isById(file: SourceFile, call: SyntaxNode, ids: ReadonlySet<string>): boolean {
  const list = file.field(call, 'arguments');
  const given = list ? file.named(list).map((node) => file.text(node)) : [];
  const key = given.find((text) => ids.has(text) || ids.has(/=>\s*\w+\.\w*Id\s*==\s*(\w+)$/.exec(text)?.[1] ?? ''));
  const object = file.field(call, 'object');
  const isMap = object !== null && /[mM]ap$|[cC]ache$|[hH]eaders|[pP]arams/.test(file.text(object));
  return key !== undefined && given.length <= 2 && !isMap;
}

const ownership =
  '(?:UserId|OwnerId|CustomerId|AuthorId|MemberId|AccountId|CreatedById?|Owner|UserName|Customer\\.UserName)';

/** Another handler of the class asks the same table for what belongs to the caller. */
function isOwnedElsewhere(file: SourceFile, handler: SyntaxNode, call: SyntaxNode): boolean {
  const table = /^(?:await\s+)?(?:this\.)?\w+\.(\w+)\b/.exec(file.text(call))?.[1];
  const holder = file.enclosing(handler, file.grammar.classes);
  if (table === undefined || !holder) return false;
  const others = file.tree.source.slice(holder.start, handler.start) + file.tree.source.slice(handler.end, holder.end);
  return new RegExp(`\\.${table}\\b[^;]{0,300}\\.${ownership}\\s*==`).test(others) && /\bUser\b/.test(others);
}
