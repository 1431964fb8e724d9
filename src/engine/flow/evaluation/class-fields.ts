import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import type { RelatedFields } from '../flow-context.js';
import { Environment } from './environment.js';
import { constructorNames, writtenNames } from './written-names.js';
import { flatTaints, join, nothing, unknown, type Value } from '../value.js';

/** The object that a method is called on. */
export interface Receiver {
  /** By field: what is known of it. */
  readonly fields: ReadonlyMap<string, Value>;
  /** Told what the method left in the fields. */
  readonly left: (fields: ReadonlyMap<string, Value>) => void;
}

interface KnownClass {
  readonly scope: Environment;
  /** Fields that methods name without `this`. */
  readonly bare: Set<string>;
  /** Fields that took an origin outside the program, in the order they did. */
  readonly chosen: string[];
  all: ReadonlyMap<string, Value> | null;
}

const own = 'this.';
/** Classes that are asked for a field that a class does not have itself. */
const maximumRelations = 32;

/**
 * What the fields of a file's classes hold, whichever object it is: what the class body gives them, joined with what each
 * method leaves there. A method that is looked at by itself reads these; one that is called on an object whose fields are
 * known reads that object's. A caller's words end here: what was handed to a constructor is `unknown` in another method,
 * because a table's name given by the program itself is the rule there. A field that functions write to keeps no constant.
 */
export class ClassFields {
  private readonly classes = new Map<string, KnownClass>();
  private written: ReadonlySet<string> | null = null;

  /** @param related where further fields of a class stand: its supertypes, its parts in other files */
  constructor(
    private readonly tree: SyntaxTree,
    private readonly related: (className: string) => readonly RelatedFields[] = () => [],
  ) {}

  /** Whether a class stands in this file. */
  knows(className: string): boolean {
    return this.classes.has(className);
  }

  /** Whether a class stands in this file or another of the program. */
  isKnown(className: string): boolean {
    return (
      this.classes.has(className) || this.related(className).some(({ fields, className: name }) => fields.knows(name))
    );
  }

  /** The scope of a class's body; a class written in several parts has one. */
  open(className: string, environment: Environment): Environment {
    const known = this.classes.get(className);
    if (known) return known.scope;
    const scope = environment.fork();
    scope.inherit((name) => this.inherited(className, name));
    this.classes.set(className, { scope, bare: new Set(), chosen: [], all: null });
    return scope;
  }

  /** The class body has run: its variables are fields. */
  close(className: string): void {
    const known = this.classes.get(className);
    if (!known) return;
    for (const [name, value] of known.scope.snapshot()) {
      if (value.fn) continue;
      const field = name.startsWith(own) ? name.slice(own.length) : name;
      if (field === name) known.bare.add(name);
      this.keep(known, field, this.lasting(field, value));
    }
  }

  /** A field of objects of this class; undefined for a class or a field that the file does not have. */
  of(className: string, field: string): Value | undefined {
    return this.classes.get(className)?.scope.get(own + field) ?? this.inherited(className, own + field);
  }

  /** A field that a class has from another one. */
  private inherited(className: string, name: string): Value | undefined {
    // Breadth first: the nearest class that has the field says what it holds.
    const asked: RelatedFields[] = [...this.related(className)];
    const seen = new Set<KnownClass>();
    for (let at = 0; at < asked.length && at < maximumRelations; at += 1) {
      const next = asked[at];
      const known = next?.fields.classes.get(next.className);
      if (!next || !known || seen.has(known)) continue;
      seen.add(known);
      const found = known.scope.bound(name);
      if (found) return found;
      asked.push(...next.fields.related(next.className));
    }
    return undefined;
  }

  /** Fields of a class that somebody outside was found to choose. */
  chosen(className: string | null): readonly string[] {
    return (className !== null && this.classes.get(className)?.chosen) || [];
  }

  /** All fields of a class as one object's; the same map until one of them changes. */
  all(className: string): ReadonlyMap<string, Value> {
    const known = this.classes.get(className);
    if (!known) return this.fieldsElsewhere(className);
    known.all ??= new Map(
      [...known.scope.entries()].flatMap(([name, value]) =>
        name.startsWith(own) ? [[name.slice(own.length), value] as const] : [],
      ),
    );
    return known.all;
  }

  private fieldsElsewhere(className: string): ReadonlyMap<string, Value> {
    for (const { fields, className: other } of this.related(className))
      if (fields.knows(other)) return fields.all(other);
    return none;
  }

  /** What a method that ran by itself left in the fields, or what an object is made with. */
  remember(className: string, left: ReadonlyMap<string, Value>): void {
    const known = this.classes.get(className);
    if (!known) return;
    for (const [field, value] of left) {
      const before = known.scope.get(own + field);
      if (before === value) continue;
      const lasting = this.lasting(field, value);
      const after = before ? join(before, lasting) : lasting;
      if (isFromOutside(after) && !(before && isFromOutside(before))) known.chosen.push(field);
      this.keep(known, field, after);
    }
  }

  /** The object that a method runs on: the one it was called on, or any of its class. */
  bindReceiver(fn: FunctionUnit, environment: Environment, fields: Receiver['fields'] | undefined): void {
    if (fn.className === null) return;
    if (fn.receiver === undefined) {
      if (fields) this.bind(fn, environment, fields);
      return;
    }
    const all = this.all(fn.className);
    this.bind(fn, environment, fields ? new Map([...all, ...fields]) : all);
  }

  /** Gives a method the fields of the object it is called on. */
  bind(fn: FunctionUnit, environment: Environment, fields: ReadonlyMap<string, Value>): void {
    if (fn.className === null) return;
    if (fn.receiver !== undefined) {
      environment.set(fn.receiver, { ...nothing, path: fn.className, fields });
      return;
    }
    const bare = this.classes.get(fn.className)?.bare;
    for (const [field, value] of fields) {
      environment.set(own + field, value);
      if (bare?.has(field) && !isParameter(fn, field)) environment.set(field, value);
    }
  }

  /** What a method that has run left in the fields of its object. */
  leftBy(fn: FunctionUnit, environment: Environment): ReadonlyMap<string, Value> {
    if (fn.className === null) return none;
    if (fn.receiver !== undefined) return environment.get(fn.receiver)?.fields ?? none;
    return this.fieldsIn(fn, fn.className, environment.entries());
  }

  /** What the method under way has put into the fields of its own object so far. */
  ownFields(className: string, active: FunctionUnit | undefined, environment: Environment): ReadonlyMap<string, Value> {
    const known = this.classes.get(className);
    const bound = known ? environment.since(known.scope) : null;
    return bound ? this.fieldsIn(active, className, bound) : none;
  }

  private fieldsIn(
    fn: FunctionUnit | undefined,
    className: string,
    entries: Iterable<readonly [string, Value]>,
  ): ReadonlyMap<string, Value> {
    const bare = this.classes.get(className)?.bare;
    let fields: Map<string, Value> | null = null;
    for (const [name, value] of entries) {
      const isOwn = name.startsWith(own);
      if (!isOwn && !(bare?.has(name) && !(fn && isParameter(fn, name)))) continue;
      fields ??= new Map();
      const field = isOwn ? name.slice(own.length) : name;
      if (isOwn || !fields.has(field)) fields.set(field, value);
    }
    return fields ?? none;
  }

  private keep(known: KnownClass, field: string, value: Value): void {
    known.all = null;
    known.scope.set(own + field, value);
    if (known.bare.has(field)) known.scope.set(field, value);
  }

  private lasting(field: string, given: Value): Value {
    const value = this.isRecord(given) ? { ...nothing, path: given.path } : given;
    const taints = flatTaints(value);
    const isCallers = taints.some(({ kind }) => kind === 'parameter');
    const outside = taints.filter(({ kind }) => kind !== 'parameter');
    const kept = isCallers
      ? { ...value, items: null, fields: null, taints: outside.length > 0 ? outside : unknown.taints }
      : value;
    if (kept.constants === null) return kept;
    this.written ??= writtenNames(this.tree);
    return this.written.has(field) ? { ...kept, constants: null } : kept;
  }

  /** Ruby's models are filled with a request's values and asked for others: what they say later is their own word. */
  private isRecord({ path, fields, taints }: Value): boolean {
    if (this.tree.language !== 'ruby') return false;
    // `@user.name = params[:name]` of one found elsewhere.
    if (path === null) return fields !== null && taints.length === 0;
    const made = /^(?:\w+\.)*([A-Z]\w*)\.(?:new|build|create\w*|copy_\w+|find\w*)!?(?:\(\))?$/.exec(path)?.[1];
    return made !== undefined && !texts.test(made) && !this.isKnown(made);
  }
}

const none: ReadonlyMap<string, Value> = new Map();

/** What only wraps a text. */
const texts = /^(String|StringIO|Pathname|URI|Array|Hash|Set|SafeBuffer|Request|Template)$/;

/** Runs before the other methods: what it leaves is there for them. */
export function isConstructor(fn: FunctionUnit): boolean {
  return fn.className !== null && fn.name !== null && (constructorNames.has(fn.name) || fn.name === fn.className);
}

/** Runs before all that answers requests: what it puts into fields and makes objects of is there for them. */
export function isStart({ name, className }: FunctionUnit): boolean {
  if (className === null) return name === 'main';
  return /^(?:init|initialize|configure|setUp|setup|postConstruct|afterPropertiesSet|onModuleInit)$/.test(name ?? '');
}

function isParameter(fn: FunctionUnit, name: string): boolean {
  return fn.parameters.some((parameter) => parameter.name === name);
}

export function isFromOutside(value: Value): boolean {
  return flatTaints(value).some(({ kind }) => kind === 'remote' || kind === 'local');
}
