import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { sinkClasses } from '../sink-class.js';

const pattern = z.string().refine(isRegex, 'not a regular expression');

const list = z.array(z.string()).default([]);

/** Every key may be left out: a framework's file says only what it adds to its language's. */
const schema = z.strictObject({
  /** Which parameters are the request of a web framework: by name when untyped, by declared type otherwise. */
  request: z.strictObject({ names: list, types: list }).default({ names: [], types: [] }),
  /** Paths whose value somebody outside chooses; regular expressions over dotted paths, `()` marks a call's result. */
  sources: z
    .array(z.strictObject({ path: pattern, kind: z.enum(['remote', 'local', 'stored']), message: z.string() }))
    .default([]),
  /** Decorators that make every parameter of a function remote. */
  routes: z.array(pattern).default([]),
  /** Decorators or annotations of one parameter that make it remote. */
  'remote-annotations': list,
  /** Parameter types that cannot carry an attack. */
  'safe-types': list,
  sanitizers: z
    .array(z.strictObject({ calls: z.array(z.string()), 'safe-for': z.array(z.enum(['all', ...sinkClasses])) }))
    .default([]),
  /** Calls whose result is new data (rows, responses, handles), not their arguments' text. */
  barriers: list,
  /** Calls that put text together from their receiver and arguments. */
  formatters: list,
  /** Calls that fail on a text that is no number, date or the like: once one has returned, its argument is proven. */
  converters: list,
  /** Calls that take an encoding off again: whatever was proven of the encoded text is void. */
  decoders: list,
  /**
   * What calls leave in their arguments: argument `to` (or all from `rest` on) holds from then on a source's data (`kind`),
   * or what arguments `from` and those from `rest` on hold; `format` is the one that says how. `keeps`: it is put behind
   * what was there.
   */
  writes: z
    .array(
      z.strictObject({
        calls: z.array(z.string()),
        to: z.union([z.int(), z.literal('rest')]),
        kind: z.enum(['remote', 'local']).optional(),
        message: z.string().default('read here'),
        from: z.array(z.int()).default([]),
        rest: z.int().default(-1),
        format: z.int().optional(),
        keeps: z.boolean().default(false),
      }),
    )
    .default([]),
  /** True when a callee can write through what it is given: C's pointers. */
  pointers: z.boolean().default(false),
  /** Calls that resolve `..`, so that a prefix check on their result means something. */
  normalisers: list,
});

/** A model file's content, checked; regular expressions as text. JSON. */
export type FlowModelSource = z.infer<typeof schema>;

/**
 * Reads and checks `<name>.yaml` of this folder.
 * @throws ZodError when the file is wrong.
 */
export function readModelFile(name: string): FlowModelSource {
  return schema.parse(parseYaml(readFileSync(new URL(`${name}.yaml`, import.meta.url), 'utf8')));
}

function isRegex(text: string): boolean {
  try {
    void new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
