import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import type { Route } from '../api/route.js';
import { routesOf } from '../api/routes.js';

/** Decorators that say who may call a method. */
const rights =
  /@(?:UseGuards|\w*Roles?|\w*Permissions?|Require\w+|Has[A-Z]\w+|Authori[sz]e\w*|Auth|CheckPolic\w+|CheckAbilit\w+|Can|Scopes?|Acl|Secured|Admin\w*|OnlyAdmins?)\b/;
const openly = /@(?:Public|IsPublic|AllowAnonymous|SkipAuth|NoAuth|Open|Anonymous|ApiExcludeEndpoint|MessagePattern)\b/;
/** Guards that go by what `rights` says; without it they let everybody through who signed in. */
const guardsOfRights = /@UseGuards\([^]*\b\w*(?:Role|Permission|Polic|Scope|Acl|Abilit)\w*/;

/** Middleware of a route that asks who calls, and what they may do. */
const asksWho =
  /auth|login|logged|signed|session|jwt|passport|protect|guard|require|ensure|admin|role|permi|allow|(?:^|\.)can[A-Z(]/i;
const asksRight = /admin|role|permi|(?:^|\.)can[A-Z(]|allow|authori[sz]e|policy|scope|owner/i;
/** Ways in that are for those who have not signed in, and calls of other services, which prove themselves otherwise. */
const entrances =
  /log-?in|sign-?in|sign-?up|register|logout|sign-?out|forgot|reset|refresh|verif|confirm|webhook|callback|token|session|health|status|contact|subscribe|track|public|invite|search|oauth|auth\b|csp|beacon|events?$/i;
const changes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A route that anybody may take though the routes beside it say who may. */
export const routeWithoutItsGuard: Check = function* (file) {
  if (!/UseGuards|\.(?:post|put|patch|delete)\b/.test(file.tree.source)) return;
  const routes = routesOf(file);
  const byClass = new Map<SyntaxNode, Route[]>();
  const byRouter = new Map<string, Route[]>();
  for (const route of routes) {
    const body = route.place.kind === 'decorator' ? route.place.parent : null;
    if (body) add(byClass, body, route);
    else if (route.place.parent?.parent?.kind === 'call_expression') add(byRouter, routerOf(file, route), route);
  }
  for (const [body, own] of byClass) yield* inController(file, body, own);
  for (const [router, own] of byRouter) yield* onRouter(file, router, own);
};

function add<Key>(map: Map<Key, Route[]>, key: Key, route: Route): void {
  const known = map.get(key);
  if (known) known.push(route);
  else map.set(key, [route]);
}

function* inController(
  file: SourceFile,
  body: SyntaxNode,
  routes: readonly Route[],
): Generator<{ node: SyntaxNode; message: string }> {
  const declaration = body.parent;
  if (!declaration) return;
  const outside = [declaration, ...(declaration.parent?.kind === 'export_statement' ? [declaration.parent] : [])];
  const ofClass = outside
    .flatMap((node) => node.children.filter(({ kind }) => kind === 'decorator'))
    .map((node) => file.text(node));
  const isByRight = ofClass.some((text) => guardsOfRights.test(text));
  if (ofClass.some((text) => rights.test(text) && !text.startsWith('@UseGuards'))) return;
  if (!isByRight && ofClass.some((text) => text.startsWith('@UseGuards'))) return;
  const told = routes.map((route) => ({ route, text: decoratorsOf(file, route) }));
  const guarded = told.filter(({ text }) => rights.test(text));
  if (guarded.length < (isByRight ? 1 : 2)) return;
  for (const { route, text } of told) {
    if (rights.test(text) || openly.test(text) || !changes.has(route.method ?? '')) continue;
    if (
      entrances.test(
        `${route.path} ${route.handler ? file.text(file.field(route.handler, 'name') ?? route.handler).slice(0, 60) : ''}`,
      )
    )
      continue;
    yield {
      node: route.place,
      message: isByRight
        ? 'The guard goes by roles and this method names none, so that everybody who signed in may call it. Say who may, as the methods beside it do.'
        : 'The methods beside this one have a guard, this one has none. Guard it as well, or the whole class.',
    };
  }
}

/** The decorators that stand before a method, as one text. */
function decoratorsOf(file: SourceFile, { place, handler }: Route): string {
  const siblings = place.parent?.children ?? [];
  const end = handler ? siblings.indexOf(handler) : siblings.indexOf(place) + 1;
  const texts: string[] = [];
  for (let at = end - 1; at >= 0; at -= 1) {
    const one = siblings[at];
    if (!one || (one.kind !== 'decorator' && !one.kind.endsWith('comment'))) break;
    texts.push(file.text(one));
  }
  return texts.join('\n');
}

function routerOf(file: SourceFile, { place }: Route): string {
  const call = place.parent?.parent;
  const callee = call ? file.field(call, 'function') : null;
  const object = callee ? file.field(callee, 'object') : null;
  return object ? file.text(object) : '';
}

function* onRouter(
  file: SourceFile,
  router: string,
  routes: readonly Route[],
): Generator<{ node: SyntaxNode; message: string }> {
  if (!/^[\w.]+$/.test(router) || isGuardedAsAWhole(file, router)) return;
  const told = routes.map((route) => ({ route, ...middlewareOf(file, route) }));
  const changing = told.filter(({ route }) => changes.has(route.method ?? ''));
  const guarded = changing.filter(({ before }) => asksWho.test(before));
  for (const { route, before, inside } of changing) {
    if (asksWho.test(before) || guarded.length < 2 || guarded.length * 2 < changing.length) continue;
    if (
      entrances.test(route.path) ||
      /\b40[13]\b|\.user\b|session\b|currentUser|authori[sz]|isAdmin|permission/i.test(inside)
    )
      continue;
    yield {
      node: route.place,
      message:
        'The routes beside this one ask who calls before they change anything, this one asks nobody. Give it the same middleware.',
    };
  }
  const administrators = told.filter(({ route }) => /^\/(?:api\/)?admin\b/.test(route.path));
  if (!administrators.some(({ before }) => asksRight.test(before))) return;
  for (const { route, before, inside } of administrators) {
    if (asksRight.test(before) || !asksWho.test(before) || /\b403\b|isAdmin|\.roles?\b|permission/.test(inside))
      continue;
    yield {
      node: route.place,
      message:
        'Who signed in may take this route, whatever their role; the routes beside it ask for one. Ask here as well.',
    };
  }
}

/** What stands between the path and the handler, and the handler. */
function middlewareOf(file: SourceFile, { place, handler }: Route): { before: string; inside: string } {
  const call = place.parent?.parent ?? place;
  const given = callArguments(file, call);
  const last = given.at(-1);
  return {
    before: given
      .slice(1, -1)
      .map((one) => file.text(one).slice(0, 400))
      .join(' '),
    inside: last ? file.text(handler ?? last) : '',
  };
}

/** `router.use(requireAuth)`, `app.use('/admin', authenticate, …)`, hooks of Fastify. */
function isGuardedAsAWhole(file: SourceFile, router: string): boolean {
  for (const name of ['use', 'addHook', 'all']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const text = callArguments(file, call)
        .map((one) => file.text(one))
        .join(' ');
      if (object && file.text(object) === router && (asksWho.test(text) || name === 'addHook')) return true;
      if (object && name === 'use' && new RegExp(`\\b${router}\\b`).test(text) && asksWho.test(text)) return true;
    }
  }
  return false;
}
