/**
 * The family of a client, coarse on purpose: enough to recognise one's own calls, too little to single anybody out.
 * Order matters: browsers name each other (Edge says Chrome and Safari, Chrome says Safari).
 */
const families: readonly (readonly [RegExp, string])[] = [
  [/\b(?:bot|crawler|spider)\b|bot[/;]/i, 'bot'],
  [/^curl\//i, 'curl'],
  [/^wget\//i, 'wget'],
  [/python-requests|python-httpx|aiohttp|^python/i, 'python'],
  [/^(?:node|undici|axios|got|node-fetch)\b/i, 'node'],
  [/^go-http-client/i, 'go'],
  [/okhttp|^java\//i, 'java'],
  [/postmanruntime|insomnia/i, 'api-client'],
  [/\bEdg(?:e|A|iOS)?\//, 'edge'],
  [/\bOPR\/|\bOpera\b/, 'opera'],
  [/\bFirefox\/|\bFxiOS\//, 'firefox'],
  [/\bChrome\/|\bCriOS\//, 'chrome'],
  [/\bSafari\//, 'safari'],
];

export function userAgentFamily(userAgent: string): string {
  for (const [pattern, family] of families) if (pattern.test(userAgent)) return family;
  return 'other';
}
