import type { FunctionUnit, Parameter } from '../core-tree.js';
import type { CallbackRole } from '../flow-context.js';
import type { FlowModel } from '../flow-model.js';
import { patternMask } from '../guards/pattern-proofs.js';
import { safeForAll } from '../sink-class.js';
import { blend, nothing, sanitise, tainted, unknown, type Value } from '../value.js';

/** Array methods that hand their receiver's elements to a callback. */
const elementCallbacks =
  /\.(forEach|map|filter|flatMap|some|every|find|reduce|then|ifPresent|stream|each\w*|select|reject|detect|collect|sort_by|group_by|tap|any\?|all\?|find_each)$/;
/** Events that a socket tells of itself. */
const ownEvents = /^(close|closing|error|disconnect\w*|end|finish|drain|open|pong|timeout|connect)?$/;
const routeRegistrars = /\.(get|post|put|patch|delete|all|use|route|handle)$/;

/** The functions of a file, for a parameter that takes the result of one. */
export interface Providers {
  functionNamed(name: string, className: string | null): FunctionUnit | null;
  invoke(fn: FunctionUnit, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null;
}

/** What a function's parameters are when it is looked at on its own: request data by the framework's rules, else the caller's. */
export function parameterValues(
  fn: FunctionUnit,
  model: FlowModel,
  role: CallbackRole | null,
  providers: Providers | null,
): readonly Value[] {
  const isRoute = fn.annotations.some((annotation) => model.routes.some((route) => route.test(annotation)));
  return fn.parameters.map((parameter, index) => {
    if (isRoute && fn.annotations.some((route) => isConverted(route, parameter.name.replace(/^\$/, ''))))
      return sanitise(unknown, safeForAll);
    const provided = isRoute && providers ? providedValue(parameter, fn, model, providers) : null;
    return provided ?? parameterValue(parameter, index, model, role, isRoute);
  });
}

/** What the function that provides a route's parameter makes of the request; its own parameters are the route's. */
function providedValue(
  { provider }: Parameter,
  route: FunctionUnit,
  model: FlowModel,
  providers: Providers,
): Value | null {
  const fn = provider === undefined ? null : providers.functionNamed(provider, null);
  if (!fn) return null;
  const args = parameterValues({ ...fn, annotations: route.annotations }, model, null, null);
  return providers.invoke(fn, args, new Map());
}

/**
 * Flask's `/users/<int:id>`, Symfony's `/users/{id<\d+>}` and `requirements: ['id' => '\d+']`: the framework lets nothing
 * but a number, or what the pattern names, through.
 */
function isConverted(route: string, name: string): boolean {
  if ([...route.matchAll(/<(?:int|float|uuid):(\w+)>/g)].some((found) => found[1] === name)) return true;
  const patterns = [
    ...route.matchAll(/\{(\w+)<([^<>\n]{1,80})>\}/g),
    ...route.matchAll(/["'](\w+)["']\s*=>\s*["']([^"'\n]{1,80})["']/g),
  ];
  return patterns.some((found) => found[1] === name && patternMask(found[2] ?? '', true, true) === safeForAll);
}

function parameterValue(
  parameter: Parameter,
  index: number,
  model: FlowModel,
  role: CallbackRole | null,
  isRoute: boolean,
): Value {
  const { name, type, node } = parameter;
  if (name === 'self' || name === 'this' || name === 'cls') return { ...nothing, path: 'self' };
  if (isRequest(parameter, model, role, index)) return { ...nothing, path: '@request' };
  if (type !== null && model.safeTypes.has(type)) return sanitise({ ...unknown, path: type }, safeForAll);
  if (parameter.annotations.some((annotation) => model.remoteAnnotations.has(annotation))) {
    return tainted('remote', node, `request data bound to ${name}`, type);
  }
  if (isRoute && parameter.annotations.length === 0) return tainted('remote', node, `route parameter ${name}`, type);
  if (role?.calledBy === '@socket.on' && index < 3 && !ownEvents.test(role.event ?? ''))
    return tainted('remote', node, `message of a socket as ${name}`, type);
  if (role && index === 0 && /^(?:\$|jQuery|jquery)\.(?:get|getJSON|post)$/.test(role.calledBy ?? ''))
    return tainted('stored', node, 'what a server answered', type);
  if (index === 0 && role) {
    if (role.event === 'connection' && role.calledBy?.endsWith('.on')) return { ...nothing, path: '@socket' };
    if (/^(?:net|tls)\.createServer$/.test(role.calledBy ?? '')) return { ...nothing, path: '@socket' };
    if (role.event === 'message' && /addEventListener$|\.on$/.test(role.calledBy ?? '')) {
      return { ...nothing, path: '@message' };
    }
    if (role.receiver && elementCallbacks.test(role.calledBy ?? '')) {
      const elements = blend([role.receiver]);
      return elements.taints.length > 0 ? elements : nothing;
    }
    if (role.calledBy?.endsWith('addEventListener')) return { ...unknown, path: type ?? '@event' };
    return { ...unknown, path: type };
  }
  if (role) return { ...unknown, path: type };
  return tainted('parameter', node, `parameter ${name}`, type);
}

function isRequest(parameter: Parameter, model: FlowModel, role: CallbackRole | null, index: number): boolean {
  const { name, type } = parameter;
  if (type !== null && model.request.types.has(type.replace(/<[^]*$/, ''))) return true;
  if (parameter.properties.length > 0) {
    const requestLike = ['query', 'params', 'body', 'headers', 'cookies'];
    return (
      index === 0 &&
      role !== null &&
      parameter.properties.some((property) => requestLike.includes(property)) &&
      routeRegistrars.test(role.calledBy ?? '')
    );
  }
  if (model.request.names.has(name)) return type === null || /request|any|context/i.test(type);
  // `app.get('/x', (r, s) => …)`
  return (
    role !== null && index === 0 && role.event?.startsWith('/') === true && routeRegistrars.test(role.calledBy ?? '')
  );
}

/** What a destructured parameter binds: part of the request when it is one or is named so, else the caller's. */
export function propertyValue({ node }: Parameter, property: string, value: Value, model: FlowModel): Value {
  const given = `@given.${property}`;
  const isSource = model.sourceOf(given) !== null;
  const path = value.path === '@request' ? `@request.${property}` : isSource ? given : null;
  return path
    ? tainted('remote', node, 'data of the HTTP request', path)
    : tainted('parameter', node, `parameter ${property}`, null);
}
