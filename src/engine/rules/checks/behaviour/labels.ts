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
  encoded: 128,
  metadata: 256,
  disk: 512,
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

const csharp: readonly LabelSource[] = [
  {
    callee:
      /(?:^|\W)(?:TcpClient|TcpListener|UdpClient|HttpClient|WebClient|RestClient|Socket|ClientWebSocket|ImapClient|SslStream)$|WebRequest\.Create\w*$|\.(?:Get(?:String|ByteArray|Stream)Async|Download(?:String|Data)\w*|AcceptTcpClient|GetStream|GetResponse\w*|ReceiveAsync|Receive)$/,
    bits: label.received,
  },
  {
    callee:
      /FromBase64\w+$|FromHexString$|GZipStream$|DeflateStream$|BrotliStream$|CreateDecryptor$|TransformFinalBlock$|Decrypt\w*$/,
    bits: label.decoded,
  },
  { callee: /GetEnvironmentVariables$/, bits: label.environment },
  { callee: /CopyFromScreen$|Clipboard\.Get\w+$/, bits: label.captured },
  { callee: /GetExecutingAssembly$|GetEntryAssembly$|Process\.GetCurrentProcess$/, bits: label.itself },
];

const go: readonly LabelSource[] = [
  {
    callee:
      /^(?:net|tls)\.(?:Dial\w*|Listen\w*)$|^http\.(?:Get|Post|PostForm|NewRequest\w*)$|\.(?:DialContext|Dial|Do)$|LookupTXT$/,
    bits: label.received,
  },
  {
    callee:
      /Encoding\.(?:DecodeString|Decode)$|^hex\.Decode\w*$|^(?:gzip|zlib|flate)\.NewReader$|XORKeyStream$|CryptBlocks$/,
    bits: label.decoded,
  },
  { callee: /^os\.Environ$/, bits: label.environment },
  { callee: /^os\.Executable$/, bits: label.itself },
  { callee: /screenshot\.Capture\w*$|clipboard\.Read\w*$/, bits: label.captured },
];

const c: readonly LabelSource[] = [
  {
    callee:
      /(?:^|\W)(?:socket|accept|accept4|recv|recvfrom|SSL_read|WSASocket[AW]?|InternetOpenUrl[AW]?|InternetOpen[AW]?|WinHttpOpen|curl_easy_init|res_query)$|\btcp::socket$|\btcp::acceptor$|QTcpSocket$/,
    bits: label.received,
  },
  {
    callee: /(?:[bB]ase64|b64)_?[dD]ecode\w*$|DecryptUpdate$|CryptDecrypt$|\binflate$|\bxor_?\w*$/,
    bits: label.decoded,
  },
  { callee: /GetModuleFileName[AW]?$/, bits: label.itself },
  // What the system keeps for one user: saved passwords.
  { callee: /CryptUnprotectData$/, bits: label.secret },
  { callee: /GetClipboardData$|BitBlt$/, bits: label.captured },
];

const rust: readonly LabelSource[] = [
  {
    callee:
      /(?:TcpStream|TlsStream|UnixStream)::connect$|TcpListener::bind$|\breqwest::(?:\w+::)*\w+$|\bureq::\w+$|tungstenite::connect$|connect_async$|\battohttpc::\w+$|\bminreq::\w+$|UdpSocket::bind$/,
    bits: label.received,
  },
  {
    callee: /base64::decode$|STANDARD\w*\.decode$|hex::decode$|GzDecoder::new$|\.decrypt\w*$|ZlibDecoder::new$/,
    bits: label.decoded,
  },
  { callee: /env::vars(?:_os)?$/, bits: label.environment },
  { callee: /env::current_exe$/, bits: label.itself },
  { callee: /\.capture_\w+$|\.get_text$|Screen::all$/, bits: label.captured },
];

/** Text that only carries bytes: what a name that is looked up has no reason to hold. */
export const encoders =
  /(?:b16|b32|b64|urlsafe_b64|standard_b64)encode$|hexlify$|\.hex$|hex\.EncodeToString$|Encoding\.EncodeToString$|ToHexString$|ToBase64String$|base64_encode$|bin2hex$|(?:strict_|urlsafe_)?encode64$|base64::encode$|hex::encode$|STANDARD\w*\.encode$|encodeToString$|formatHex$|(?:^|\W)btoa$/;

export const labelSources: Readonly<Partial<Record<LanguageId, readonly LabelSource[]>>> = {
  javascript,
  typescript: javascript,
  python,
  java,
  php,
  ruby,
  csharp,
  go,
  c,
  cpp: c,
  rust,
};

/** Where a cloud hands out its machine's credentials. */
export const credentialAddress =
  /169\.254\.169\.254\/(?:latest\/meta-data\/iam\/security-credentials|metadata\/identity)|169\.254\.170\.2\/|computeMetadata\/v1\/instance\/service-accounts/;

/** Classes whose methods are called with what a peer sends. */
export const listener =
  /discord\.Client|commands\.Bot|SingleServerIRCBot|ClientXMPP|DatagramProtocol|asyncio\.Protocol|BaseRequestHandler|StreamRequestHandler|WebSocketClient\b|extends WebSocketListener/;
/** Modules that do nothing but talk to other machines. */
export const clientModule = /^['"](?:axios|got|node-fetch|ws|needle|superagent|undici)['"]$/;

/** A whole disk, beneath every file system. */
export const diskPath =
  /^(?:\/dev\/(?:sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d+n\d+|mmcblk\d+|r?disk\d+)\d{0,2}|\\{2,4}\.\\{1,2}(?:PhysicalDrive\d*|[A-Z]:))$/i;

/** Stores of secrets that no program has a reason to send anywhere. */
export const secretPath =
  /(?:^|[/\\~])\.ssh(?:$|[/\\](?:id_\w+|\*)?$)|^id_(?:rsa|ed25519|ecdsa|dsa)$|^Login Data$|[/\\]Login Data$|^Local State$|logins\.json$|key4\.db$|\.aws(?:$|[/\\](?:credentials)?$)|\.config[/\\]gcloud|wallet\.dat$|Local Extension Settings|nkbihfbeogaeaoehlefnkodbefgpgknn|login\.keychain|Library[/\\]Keychains|^\/etc\/shadow$|\.gnupg(?:$|[/\\])|exodus\.wallet|\.electrum|Electrum[/\\]wallets|\.config[/\\]solana|\.ethereum|\.bitcoin\b|[/\\]Network[/\\]Cookies|cookies\.sqlite$|Local Storage[/\\]leveldb|\.mozilla[/\\]firefox|Mozilla[/\\]+Firefox[/\\]+Profiles|Google[/\\]+Chrome[/\\]+User Data|google-chrome|\.password-store|\.azure[/\\]|\.git-credentials$|\.bash_history$|\.zsh_history$|\.npmrc$|\.pypirc$|\.gem[/\\]credentials|\.cargo[/\\]credentials|\.kube(?:$|[/\\]config$)|\.docker[/\\]config\.json$|\.netrc$|\.vault-token$|\.pgpass$|id\.json$|discord\w*[/\\]+Local Storage|wp-config\.php$/i;

/** Calls whose result says nothing of their arguments' contents. */
export const barrier =
  /^(?:dirname|basename|extname|relative|exists|existsSync|isfile|isdir|stat|statSync|len|length|createHash|sha256|md5|sha1|digest|hexdigest|parent|resolve_path|realpath|getParent|getParentFile)$/;

/** Methods that put their arguments into the object they are called on. */
export const filling =
  /^(?:push|append|add|extend|insert|unshift|update|set|put|write|writelines|concat|putAll|addAll)$/;
/** Methods that put what they read into their arguments. */
export const readingInto =
  /^(?:read|Read|readFully|receive|Receive|recv_into|readinto|transferTo|read_to_string|read_to_end|read_line|read_exact|CopyTo|ReadFull)$/;
/** C's functions that put what their other arguments hold into the first. */
export const fillsFirst =
  /^(?:strcpy|strncpy|strcat|strncat|memcpy|memmove|fgets|strlcpy|CopyFile[AW]?|lstrcpy[AW]?|lstrcat[AW]?)$/;
/** C's functions that put what their first argument holds into the others. */
export const fillsOthers =
  /^(?:recv|recvfrom|read|SSL_read|InternetReadFile|WinHttpReadData|read_until|async_read_until|ReadFile|GetModuleFileName[AW]?|CryptUnprotectData)$/;

/** The argument that names the file which a call writes, or null. */
export function writtenPath(name: string, list: readonly SyntaxNode[]): SyntaxNode | null {
  const [first, second] = list;
  if (/^(?:createWriteStream|writeFile|writeFileSync|FileOutputStream|newOutputStream|ofFile|outputFile)$/.test(name))
    return first ?? null;
  if (
    /^(?:WriteAllBytes|WriteAllText|WriteFile|Create|OpenFile|OpenWrite|binwrite|file_put_contents|fopen|ofstream|FileStream)\w*$/.test(
      name,
    )
  )
    return first ?? null;
  if (name === 'write' && list.length === 2) return first ?? null;
  if (/^(?:DownloadFile|DownloadFileAsync|DownloadFileTaskAsync)$/.test(name)) return second ?? null;
  if (/^URLDownloadToFile[AW]?$/.test(name)) return list[2] ?? null;
  if (/^(?:urlretrieve|download)$/.test(name) || (name === 'copy' && list.length > 1)) return second ?? null;
  return name === 'open' && second ? (first ?? null) : null;
}
