import { userAgentFamily } from './user-agent-family.js';

describe('userAgentFamily', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
  it.each([
    ['curl/8.5.0', 'curl'],
    ['python-requests/2.32.3', 'python'],
    ['node', 'node'],
    ['Go-http-client/2.0', 'go'],
    [chrome, 'chrome'],
    [`${chrome} Edg/131.0.0.0`, 'edge'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'firefox'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15', 'safari'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
    ['', 'other'],
  ])('%s is %s', (text, family) => {
    expect(userAgentFamily(text)).toBe(family);
  });
});
