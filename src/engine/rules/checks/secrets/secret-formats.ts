/** Formats that identify their issuer: such a text is a credential wherever it stands. */
const knownFormats: readonly { name: string; regex: RegExp }[] = [
  { name: 'AWS access key', regex: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { name: 'GitHub token', regex: /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/ },
  { name: 'GitLab token', regex: /\bgl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_-]{20,}\b/ },
  { name: 'Slack token', regex: /\bxox[abeoprs]-[0-9A-Za-z-]{20,}|\bxapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{20,}/ },
  {
    name: 'chat webhook address',
    regex:
      /\bhooks\.slack\.com\/services\/T\w{6,}\/B\w{6,}\/\w{20,}|\bdiscord(?:app)?\.com\/api\/webhooks\/\d{15,}\/[\w-]{50,}/,
  },
  { name: 'Stripe live key', regex: /\b[rs]k_live_[0-9A-Za-z]{20,}\b|\bwhsec_[0-9A-Za-z+/]{32,}/ },
  { name: 'Google API key', regex: /\bAIza[0-9A-Za-z_-]{35}\b|\bGOCSPX-[\w-]{28}\b/ },
  { name: 'SendGrid key', regex: /\bSG\.[\w-]{22}\.[\w-]{43}\b/ },
  { name: 'npm token', regex: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: 'PyPI token', regex: /\bpypi-AgE[\w-]{50,}/ },
  { name: 'Telegram bot token', regex: /\b\d{8,10}:AA[\w-]{33}\b/ },
  { name: 'key of a language model service', regex: /\bsk-(?:ant-|proj-|svcacct-)[\w-]{40,}|\bhf_[A-Za-z0-9]{34}\b/ },
  { name: 'DigitalOcean token', regex: /\bdo[opr]_v1_[0-9a-f]{64}\b/ },
  { name: 'Shopify token', regex: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/ },
  { name: 'Vault token', regex: /\bhvs\.[\w-]{60,}/ },
  { name: 'Mailgun or Mailchimp key', regex: /\bkey-[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b/ },
  {
    name: 'private key',
    regex: /-----BEGIN (?:RSA |EC |OPENSSH |DSA |PGP |ENCRYPTED )?PRIVATE KEY(?!-----[\\nr\s"'+]{0,40}-----END)/,
  },
  { name: 'password in a connection URL', regex: /^[a-z][a-z0-9+]*:\/\/[^:/\s@{$<%]+:[^@/\s{$<%]{4,}@[^\s]+/ },
  {
    name: 'password in a connection string',
    regex:
      /(?:^ ?|;\s*|\w=\S{1,80} )(?:[Pp]assword|PASSWORD|[Pp]wd|AccountKey|SharedAccessKey)=(?!\*|x{3}|<|\{|\$|%|['"]|[Yy]our|[Cc]hange|password\b|secret\b|pass\b)[^;\s"'{}<>$%]{6,}/,
  },
  {
    name: 'credential in an authorisation header',
    regex: /^(?:Basic [A-Za-z0-9+/]{12,}={0,2}|Bearer (?:[\w-]{8,}\.){0,2}[\w-]{24,})$/,
  },
];

/** Texts of documentation, tests and one's own machine. */
const harmless =
  /example|xxxx|localhost|127\.0\.0\.1|user:pass|password@|:secret@|\*\*\*|\.\.\.|1234567890abcdef|your[-_]/i;

/** What kind of credential a text is by its form alone, or null. */
export function credentialFormat(text: string): string | null {
  const known = knownFormats.find(({ regex }) => regex.test(text));
  if (!known || harmless.test(text)) return null;
  const basic = /^Basic (\S+)$/.exec(text)?.[1];
  const shown = basic === undefined ? '' : Buffer.from(basic, 'base64').toString('latin1');
  return /^(?:aladdin|user\w*|test\w*|foo|guest|admin|username):|:(?:password|pass|secret|test|bar)$/i.test(shown)
    ? null
    : known.name;
}

const placeholder =
  /^(?:x+|\*+|\.+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|change[-_ ]?(?:me|it|this).*|your[-_ ].*|my[-_ ]?(?:secret|password|key|token).*|example.*|sample.*|dummy.*|fake.*|mock.*|test.*|todo.*|placeholder.*|insert.*|enter.*|none|null|undefined|true|false|password|passwd|secret|token|api[-_]?key|apikey|default|admin|root|user|string|redacted|hidden|masked|unknown|empty|n\/a|required|bearer|basic|invalid.*|wrong.*|expired.*|foo.*|bar.*)$/i;

/** Whether a text that is given to a secret's name is one: no placeholder, no word, no name of something, and not regular. */
export function looksLikeSecret(text: string): boolean {
  if (placeholder.test(text) || /\s/.test(text)) return false;
  if (/…|\.\.\.$|^[a-z]+(?:[A-Z][a-z]+)+$|[{%][sd0-9]\b/.test(text)) return false;
  if (/^(?:https?:|\/|\.\/|[A-Z_]+$)/.test(text)) return false;
  // Words, and words joined as names are: `Passwort`, `security.token.v1`, `TOKEN_TYPE_2`.
  if (/^[A-Z]?[a-z]{1,13}$/.test(text)) return false;
  if (
    /^[A-Za-z]+(?:[._:/-][A-Za-z]+)+\d{0,2}(?:[._-]?v?\d)?$/.test(text) ||
    /^[A-Za-z]+(?:[._-][A-Za-z]*\d)+$/.test(text)
  )
    return false;
  return entropy(text) >= 2.5;
}

/** Shannon entropy in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
