import type { Manifest } from '../manifest.js';
import type { Found } from './check.js';

const fetches =
  /\b(curl|wget|Invoke-WebRequest|iwr|Invoke-RestMethod|irm|DownloadString|DownloadFile|certutil|bitsadmin)\b/i;
const address = /\b(https?|ftp):\/\//i;
const shell = '(?:ba|z|da|k)?sh|python[\\d.]*|node|perl|ruby|php|iex|powershell|pwsh|cmd';
/** What was fetched goes into an interpreter at once, or hidden text is run. */
const runs: readonly RegExp[] = [
  new RegExp(
    `\\b(?:curl|wget|iwr|irm|fetch)\\b[^|;&\\n]{0,500}\\|\\s{0,9}(?:sudo\\s{1,9})?(?:env\\s{1,9})?(?:/\\S{1,40}/)?(?:${shell})\\b`,
    'i',
  ),
  /\b(?:ba|z)?sh\s{1,9}(?:-\w{1,9}\s{1,9})?["']?(?:<\(|\$\(|`)\s{0,9}(?:curl|wget)\b/i,
  /\beval\s{1,9}["']?(?:\$\(|`)\s{0,9}(?:curl|wget)\b/i,
  /\biex\b[^\n]{0,200}(?:DownloadString|iwr|irm|Invoke-WebRequest)|(?:DownloadString|iwr|irm)\b[^\n]{0,300}\biex\b/i,
  /\bbase64\s{1,9}(?:-d|-D|--decode)\b[^|\n]{0,200}\|\s{0,9}(?:(?:ba|z)?sh|python[\d.]*|node|perl)\b/i,
  /\bpowershell\b[^\n]{0,200}\s-e(?:nc|ncodedcommand)?\s{1,9}[A-Za-z0-9+/=]{20}/i,
  /\bnode\s{1,9}-e\b[^\n]{0,500}(?:child_process|eval)[^\n]{0,500}(?:base64|https?:\/\/|https?\.get|atob)/i,
  /\bpython[\d.]*\s{1,9}-c\b[^\n]{0,300}exec[^\n]{0,300}(?:base64|urlopen|https?:)/i,
  /\/dev\/tcp\/|\bnc\s[^\n]{0,100}-e\s/i,
  // Fetched into a file, and that file run in the same breath.
  /\b(?:curl|wget)\b[^\n]{0,300}(?:&&|;)[^\n]{0,200}(?:\bchmod\s{1,9}(?:\+|a\+|u\+|0?7)[^\n]{0,100}(?:&&|;)|(?:&&|;|\s)(?:ba|z)?sh\s{1,9}\S)/i,
];
/** Secrets sent away while installing. */
const leaks =
  /(?:\bcurl\b|\bwget\b|\bnc\b)[^\n]{0,300}(?:\$\(?(?:env|printenv|whoami|hostname|id)\b|\.ssh\/|\.npmrc|\.aws\/|\/etc\/passwd|\bNPM_TOKEN\b)|\b(?:env|printenv)\b[^\n]{0,100}\|[^\n]{0,100}\bcurl\b/i;

/** Characters of a command that are looked at: the patterns are bounded, not linear. */
const MAX_COMMAND = 4_000;

/** Commands that run by themselves at installation: those that fetch, and those that mean harm. */
export function* installScripts({ scripts }: Manifest): Generator<Found> {
  for (const script of scripts) {
    const { name } = script;
    const text = script.text.slice(0, MAX_COMMAND);
    if (runs.some((pattern) => pattern.test(text))) {
      yield {
        rule: 'dangerous/install-script',
        place: script,
        message: `${name} runs at each installation and hands what it fetched, or hid, to an interpreter. Do not install this.`,
      };
    } else if (leaks.test(text)) {
      yield {
        rule: 'dangerous/install-script',
        place: script,
        message: `${name} runs at each installation and sends what it finds on the machine away. Do not install this.`,
      };
    } else if (fetches.test(text) && address.test(text)) {
      yield {
        rule: 'dependency/install-script-download',
        place: script,
        message: `${name} fetches something at each installation that no lock file pins. Ship it with the package, or check its hash.`,
      };
    }
  }
}
