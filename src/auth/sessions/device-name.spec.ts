import { deviceName } from './device-name.js';

describe('deviceName', () => {
  it.each([
    ['curl/8.14.1', 'curl'],
    ['node', 'Node.js'],
    ['python-requests/2.32', 'Python'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0', 'Firefox on Windows'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', 'Chrome on Android'],
    ['<script>alert(1)</script>', 'Unknown device'],
    ['Something (Macintosh)', 'Unknown program on macOS'],
    ['', 'Unknown device'],
    [null, 'Unknown device'],
  ])('calls %j %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
