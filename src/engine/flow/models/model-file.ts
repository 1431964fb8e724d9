import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { sinkClasses } from '../sink-class.js';

const pattern = z.string().refine(isRegex, 'not a regular expression');

const schema = z.strictObject({
  /** Which parameters are the request of a web framework: by name when untyped, by declared type otherwise. */
  request: z.strictObject({ names: z.array(z.string()), types: z.array(z.string()) }),
  /** Paths whose value somebody outside chooses; regular expressions over dotted paths, `()` marks a call's result. */
  sources: z.array(z.strictObject({ path: pattern, kind: z.enum(['remote', 'local']), message: z.string() })),
  /** Decorators that make every parameter of a function remote. */
  routes: z.array(pattern),
  /** Decorators or annotations of one parameter that make it remote. */
  'remote-annotations': z.array(z.string()),
  /** Parameter types that cannot carry an attack. */
  'safe-types': z.array(z.string()),
  sanitizers: z.array(
    z.strictObject({ calls: z.array(z.string()), 'safe-for': z.array(z.enum(['all', ...sinkClasses])) }),
  ),
  /** Calls whose result is new data (rows, responses, handles), not their arguments' text. */
  barriers: z.array(z.string()),
  /** Calls that put text together from their receiver and arguments. */
  formatters: z.array(z.string()),
  /** Calls that resolve `..`, so that a prefix check on their result means something. */
  normalisers: z.array(z.string()),
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
