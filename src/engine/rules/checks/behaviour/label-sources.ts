import type { LanguageId } from '../../../tree/syntax-tree.js';
import { label } from './labels.js';

interface LabelSource {
  readonly callee: RegExp;
  readonly bits: number;
}

const javascript: readonly LabelSource[] = [
  {
    callee:
      /(?:^|\W)(?:fetch|axios|got|needle|superagent|node_fetch|XMLHttpRequest|WebSocket|EventSource|ws)(?:\.(?:get|post|request|default|create|extend|WebSocket))?$|https?['"]?\)?\.(?:get|request)$|\bnet\.request$|\b(?:net|tls)['"]?\)?\.(?:connect|createConnection|createServer|Socket)$|\bdns(?:_promises|\.promises|['"]\))?\.resolve\w*$|dgram['"]?\)?\.createSocket$|\bmqtt\.connect$|TelegramBot$|\birc\.Client$|socket\.io.client|\bdiscord[_.]js\.Client$/,
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
      /^(?:requests|httpx|urllib3|aiohttp|cloudscraper)\.\w+$|urlopen$|^socket\.(?:socket|create_connection)$|^websockets?\.\w+(?:\.connect)?$|WebSocketApp$|^dns\.resolver\.\w+$|^imaplib\.IMAP4\w*$|^poplib\.\w+$|mqtt\.\w*\.?Client$|^ftplib\.FTP\w*$|^telebot\.TeleBot$|commands\.Bot$|discord\.Client$|^http\.client\.HTTPS?Connection$|^asyncio\.(?:start_server|open_connection)$|^socketserver\.\w+$|ServerProxy$|^socketio\.Client$/,
    bits: label.received,
  },
  {
    callee: /(?:b16|b32|b64|b85|a85|urlsafe_b64|standard_b64)decode$|unhexlify$|fromhex$|^codecs\.decode$|\.decrypt$/,
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
  {
    callee:
      /^(?:curl_exec|fsockopen|pfsockopen|stream_socket_client|stream_socket_accept|socket_accept|socket_create|socket_read|socket_recv)$/,
    bits: label.received,
  },
  {
    callee:
      /^(?:base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|strrev|hex2bin|convert_uudecode|openssl_decrypt|mcrypt_decrypt)$/,
    bits: label.decoded,
  },
];

const ruby: readonly LabelSource[] = [
  {
    callee:
      /Net::HTTP(?:\.\w+)?$|^URI\.open$|\.open-uri$|^(?:TCPSocket|TCPServer|UDPSocket|OpenSSL::SSL::SSLSocket|HTTParty|RestClient|Faraday|Excon|HTTP)\.\w+$/,
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
  { callee: /GetClipboardData$|BitBlt$|GetBitmapBits$|GetDIBits$|GetAsyncKeyState$/, bits: label.captured },
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
