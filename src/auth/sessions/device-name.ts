/** Programs by what they call themselves. Order matters: browsers name each other, and libraries name their language. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^curl\//i, 'curl'],
  [/^wget\//i, 'Wget'],
  [/^(?:httpie|xh)\//i, 'HTTPie'],
  [/postmanruntime/i, 'Postman'],
  [/insomnia/i, 'Insomnia'],
  [/^(?:node|undici|axios|got|node-fetch)\b/i, 'Node.js'],
  [/python|aiohttp/i, 'Python'],
  [/^go-http-client/i, 'Go'],
  [/okhttp|^java\//i, 'Java'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac ?OS\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * A name by which the owner of a session knows the device again: `Firefox on Windows`, `curl`. Only ever one of the
 * names above: what a client calls itself is not shown as ours.
 */
export function deviceName(userAgent: string | null): string {
  if (userAgent === null) return 'Unknown device';
  const program = named(programs, userAgent);
  const system = named(systems, userAgent);
  if (program === undefined) return system === undefined ? 'Unknown device' : `Unknown program on ${system}`;
  return system === undefined ? program : `${program} on ${system}`;
}

function named(names: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
