import type { LanguageId, SyntaxNode } from '../../../tree/syntax-tree.js';

/** What is known of a value, as bits: where it came from or what it names. */
export const label = {
  received: 1,
  decoded: 2,
  secret: 4,
  environment: 8,
  itself: 16,
  captured: 32,
  written: 64,
} as const;

interface LabelSource {
  readonly callee: RegExp;
  readonly bits: number;
}

const javascript: readonly LabelSource[] = [
  {
    callee:
      /(?:^|\W)(?:fetch|axios|got|needle|superagent|node_fetch|XMLHttpRequest|WebSocket|EventSource|ws)(?:\.(?:get|post|request|default|create|extend|WebSocket))?$|https?['"]?\)?\.(?:get|request)$|\b(?:net|tls)['"]?\)?\.(?:connect|createConnection|createServer|Socket)$|\bdns(?:_promises|\.promises|['"]\))?\.resolve\w*$|dgram['"]?\)?\.createSocket$|\bmqtt\.connect$|TelegramBot$|\birc\.Client$|socket\.io.client|\bdiscord[_.]js\.Client$/,
    bits: label.received,
  },
  {
    callee:
      /(?:^|\W)(?:atob|unescape|fromCharCode|fromCodePoint|createDecipheriv|inflateSync|gunzipSync|brotliDecompressSync|inflateRawSync)$/,
    bits: label.decoded,
  },
  {
    callee: /screenshot_desktop$|clipboardy\.(?:read|readSync)$|clipboard\.read(?:Text)?$|desktopCapturer\.getSources$/,
    bits: label.captured,
  },
];

const python: readonly LabelSource[] = [
  {
    callee:
      /^(?:requests|httpx|urllib3|aiohttp|cloudscraper)\.\w+$|urlopen$|^socket\.(?:socket|create_connection)$|^websockets?\.\w+(?:\.connect)?$|WebSocketApp$|^dns\.resolver\.\w+$|^imaplib\.IMAP4\w*$|^poplib\.\w+$|mqtt\.\w*\.?Client$|^ftplib\.FTP\w*$|^telebot\.TeleBot$|commands\.Bot$|discord\.Client$|^http\.client\.HTTPS?Connection$|ServerProxy$|^socketio\.Client$/,
    bits: label.received,
  },
  {
    callee:
      /(?:b16|b32|b64|b85|a85|urlsafe_b64|standard_b64)decode$|^zlib\.decompress$|^(?:bz2|lzma|gzip)\.decompress$|unhexlify$|fromhex$|^codecs\.decode$|^marshal\.loads$|\.decrypt$/,
    bits: label.decoded,
  },
  {
    callee:
      /ImageGrab\.grab$|pyautogui\.screenshot$|pyscreenshot\.grab$|mss\.mss$|pyperclip\.paste$|clipboard_get$|GetClipboardData$|VideoCapture$|sounddevice\.rec$|PyAudio$/,
    bits: label.captured,
  },
];

const java: readonly LabelSource[] = [
  {
    callee:
      /^(?:Socket|ServerSocket|SSLSocket|DatagramSocket|HttpClient)$|\b(?:openConnection|openStream|newHttpClient|createSocket|newWebSocketBuilder)$|Jsoup\.connect$|SocketChannel\.open$|\bHttpClient\.newBuilder$/,
    bits: label.received,
  },
  {
    callee:
      /(?:getDecoder|getUrlDecoder|getMimeDecoder|decodeBase64|parseHexBinary|parseBase64Binary|GZIPInputStream|InflaterInputStream)$/,
    bits: label.decoded,
  },
  { callee: /createScreenCapture$|getSystemClipboard$/, bits: label.captured },
];

const php: readonly LabelSource[] = [
  { callee: /^(?:curl_exec|fsockopen|pfsockopen|stream_socket_client|socket_read|socket_recv)$/, bits: label.received },
  {
    callee:
      /^(?:base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|hex2bin|convert_uudecode|openssl_decrypt|mcrypt_decrypt)$/,
    bits: label.decoded,
  },
];

const ruby: readonly LabelSource[] = [
  {
    callee:
      /Net::HTTP(?:\.\w+)?$|^URI\.open$|\.open-uri$|^(?:TCPSocket|UDPSocket|OpenSSL::SSL::SSLSocket|HTTParty|RestClient|Faraday|Excon|HTTP)\.\w+$/,
    bits: label.received,
  },
  {
    callee: /^Base64\.\w*decode64$|\.unpack1?$|^Zlib(?:::\w+)?\.(?:inflate|gunzip)$|\.decrypt$|^Marshal\.load$/,
    bits: label.decoded,
  },
];

export const labelSources: Readonly<Partial<Record<LanguageId, readonly LabelSource[]>>> = {
  javascript,
  typescript: javascript,
  python,
  java,
  php,
  ruby,
};

/** Classes whose methods are called with what a peer sends. */
export const listener =
  /discord\.Client|commands\.Bot|SingleServerIRCBot|ClientXMPP|DatagramProtocol|asyncio\.Protocol|BaseRequestHandler|StreamRequestHandler|WebSocketClient\b|extends WebSocketListener/;
/** Modules that do nothing but talk to other machines. */
export const clientModule = /^['"](?:axios|got|node-fetch|ws|needle|superagent|undici)['"]$/;

/** Stores of secrets that no program has a reason to send anywhere. */
export const secretPath =
  /(?:^|[/\\~])\.ssh(?:$|[/\\](?:id_\w+|\*)?$)|^id_(?:rsa|ed25519|ecdsa|dsa)$|^Login Data$|[/\\]Login Data$|^Local State$|logins\.json$|key4\.db$|\.aws(?:$|[/\\](?:credentials)?$)|\.config[/\\]gcloud|wallet\.dat$|Local Extension Settings|nkbihfbeogaeaoehlefnkodbefgpgknn|login\.keychain|Library[/\\]Keychains|^\/etc\/shadow$|\.gnupg(?:$|[/\\])|exodus\.wallet|\.electrum|Electrum[/\\]wallets|\.config[/\\]solana|\.ethereum|\.bitcoin\b|[/\\]Network[/\\]Cookies|cookies\.sqlite$|Local Storage[/\\]leveldb|\.mozilla[/\\]firefox|Mozilla[/\\]+Firefox[/\\]+Profiles|Google[/\\]+Chrome[/\\]+User Data|google-chrome|\.password-store|\.azure[/\\]|\.git-credentials$|\.bash_history$|\.zsh_history$/i;

/** Calls whose result says nothing of their arguments' contents. */
export const barrier =
  /^(?:dirname|basename|extname|relative|exists|existsSync|isfile|isdir|stat|statSync|len|length|createHash|sha256|md5|sha1|digest|hexdigest|parent|resolve_path|realpath|getParent|getParentFile)$/;

/** Methods that put their arguments into the object they are called on. */
export const filling =
  /^(?:push|append|add|extend|insert|unshift|update|set|put|write|writelines|concat|putAll|addAll)$/;
/** Methods that put what they read into their arguments. */
export const readingInto = /^(?:read|readFully|receive|recv_into|readinto|transferTo)$/;

/** The argument that names the file which a call writes, or null. */
export function writtenPath(name: string, list: readonly SyntaxNode[]): SyntaxNode | null {
  const [first, second] = list;
  if (/^(?:createWriteStream|writeFile|writeFileSync|FileOutputStream|newOutputStream|ofFile|outputFile)$/.test(name))
    return first ?? null;
  if (/^(?:urlretrieve|download)$/.test(name) || (name === 'copy' && list.length > 1)) return second ?? null;
  return name === 'open' && second ? (first ?? null) : null;
}
