/** What a sink does with its input. A sanitizer makes a value safe for some of these, never for the others. */
export const sinkClasses = [
  'sql',
  'command',
  'code',
  'path',
  'ssrf',
  'redirect',
  'html',
  'ldap',
  'xpath',
  'nosql',
  'template',
  'header',
  'log',
  'xml',
  'deserialization',
  'trust',
  'regex',
  'property',
] as const;
export type SinkClass = (typeof sinkClasses)[number];

/** Bit set of sink classes. */
export type SafetyMask = number;

export const safeForAll: SafetyMask = 2 ** sinkClasses.length - 1;

export function safetyBit(sink: SinkClass): SafetyMask {
  return 1 << sinkClasses.indexOf(sink);
}

/** A mask from names as model files write them; `all` stands for every class. */
export function safetyMask(names: readonly (SinkClass | 'all')[]): SafetyMask {
  return names.reduce((mask, name) => mask | (name === 'all' ? safeForAll : safetyBit(name)), 0);
}
