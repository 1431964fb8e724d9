import type { EntryPoint } from '../architecture-report.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { CallFact, DecorationFact, FileFacts } from '../extraction/source-facts.js';

const methods = 'get|post|put|patch|delete|options|head';
const callOnRouter = new RegExp(`^(?:this\\.)?([\\w$]+)\\.(${methods}|all)$`);
const decorationOnRouter = new RegExp(`^([\\w]+)\\.(${methods}|route|websocket)$`);
const nestMethod = /^(Get|Post|Put|Patch|Delete|Options|Head|All|Sse)$/;

/** What makes a router in each framework; the result's variable then takes routes. */
const factories: Readonly<Record<string, string>> = {
  express: 'Express',
  'express.Router': 'Express',
  Router: 'Express',
  fastify: 'Fastify',
  Fastify: 'Fastify',
  Flask: 'Flask',
  'flask.Flask': 'Flask',
  Blueprint: 'Flask',
  'flask.Blueprint': 'Flask',
  FastAPI: 'FastAPI',
  'fastapi.FastAPI': 'FastAPI',
  APIRouter: 'FastAPI',
  'fastapi.APIRouter': 'FastAPI',
};

/** Packages whose import lets a receiver with a customary name count, at less confidence (a plugin's parameter). */
const frameworks: Readonly<Record<string, string>> = { express: 'Express', fastify: 'Fastify' };
const customaryName = /^(app|router|server|fastify|instance)$/i;

const CERTAIN = 0.95;
const LIKELY = 0.75;

/** HTTP routes where they are written plainly: Express, Fastify, NestJS, Flask, FastAPI and Django. */
export function findRoutes(sources: SourceSet, file: FileFacts): EntryPoint[] {
  const routes = file.language === 'python' ? pythonRoutes(file) : [...callRoutes(file), ...nestRoutes(file)];
  return routes.map(({ method, path, framework, confidence, offset }) => ({
    kind: 'http-route',
    name: `${method} ${path}`,
    framework,
    confidence,
    evidence: [sources.evidence(file.path, offset)],
  }));
}

interface Route {
  method: string;
  path: string;
  framework: string;
  confidence: number;
  offset: number;
}

function callRoutes(file: FileFacts): Route[] {
  const routers = routersOf(file);
  const imported = file.imports
    .map(({ specifier }) => frameworks[specifier])
    .find((framework) => framework !== undefined);
  return file.calls.flatMap(({ callee, text, count, offset }): Route[] => {
    const [, receiver = '', method = ''] = callOnRouter.exec(callee) ?? [];
    if (receiver === '' || text === null || !text.startsWith('/') || count < 2) return [];
    const certain = routers.get(receiver);
    const framework = certain?.framework ?? (customaryName.test(receiver) ? imported : undefined);
    if (framework === undefined) return [];
    return [{ method: verb(method), path: text, framework, confidence: certain ? CERTAIN : LIKELY, offset }];
  });
}

function routersOf(file: FileFacts): Map<string, { framework: string; prefix: string }> {
  const routers = new Map<string, { framework: string; prefix: string }>();
  for (const { callee, assignedTo, prefix } of file.calls) {
    const framework = factories[callee];
    if (framework !== undefined && assignedTo !== null) routers.set(assignedTo, { framework, prefix: prefix ?? '' });
  }
  return routers;
}

function nestRoutes(file: FileFacts): Route[] {
  if (!file.imports.some(({ specifier }) => specifier === '@nestjs/common')) return [];
  const prefixes = new Map<string, string>();
  for (const { name, text, owner, target } of file.decorations) {
    if (target === 'class' && name === 'Controller' && owner !== null) prefixes.set(owner, text ?? '');
  }
  return file.decorations.flatMap(({ name, text, owner, target, offset }: DecorationFact): Route[] => {
    const prefix = owner === null ? undefined : prefixes.get(owner);
    if (prefix === undefined || target !== 'member' || !nestMethod.test(name)) return [];
    const method = name === 'Sse' ? 'GET' : verb(name);
    return [{ method, path: joinUrl(prefix, text ?? ''), framework: 'NestJS', confidence: CERTAIN, offset }];
  });
}

function pythonRoutes(file: FileFacts): Route[] {
  const routers = routersOf(file);
  const decorated = file.decorations.flatMap(({ name, text, methods: written, offset }): Route[] => {
    const [, receiver = '', method = ''] = decorationOnRouter.exec(name) ?? [];
    const router = routers.get(receiver);
    if (router === undefined || text === null) return [];
    const verbs = method !== 'route' ? [verb(method)] : written.length > 0 ? written : ['GET'];
    const path = joinUrl(router.prefix, text);
    return verbs.map((each) => ({ method: each, path, framework: router.framework, confidence: CERTAIN, offset }));
  });
  return [...decorated, ...djangoRoutes(file)];
}

/** `urlpatterns` entries; `include(…)` only mounts other patterns. */
function djangoRoutes(file: FileFacts): Route[] {
  if (!file.imports.some(({ specifier }) => /^django\.(urls|conf\.urls)/.test(specifier))) return [];
  const patterns = file.calls.filter(
    ({ callee, text, second }: CallFact) =>
      /^(re_path|path|url)$/.test(callee) && text !== null && second !== 'include',
  );
  return patterns.map(({ text, offset }) => ({
    method: 'ANY',
    path: joinUrl('', (text ?? '').replace(/^\^/, '')),
    framework: 'Django',
    confidence: CERTAIN,
    offset,
  }));
}

function verb(method: string): string {
  return method.toLowerCase() === 'all' ? 'ANY' : method.toUpperCase();
}

/** `users` and `/:id` → `/users/:id`. */
function joinUrl(prefix: string, path: string): string {
  const joined = [prefix, path].map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  return `/${joined.join('/')}`;
}
