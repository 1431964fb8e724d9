import type { SyntaxNode } from '../../../tree/syntax-tree.js';

/** What is known of a value, as bits: where it came from or what it names. Sixteen at most: `ValueLabels` packs two halves of them. */
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
  /** The name of a shell, and what was started by it. */
  shell: 1024,
  digest: 2048,
  /** A file that is shown and not run. */
  document: 4096,
  /** The standard input of a program. */
  input: 8192,
  /** What a request of the web brought. */
  request: 16_384,
  /** A password or a card's number that a visitor typed. */
  typed: 32_768,
} as const;

/** Text that only carries bytes: what a name that is looked up has no reason to hold. */
export const encoders =
  /(?:b16|b32|b64|urlsafe_b64|standard_b64)encode$|hexlify$|\.hex$|hex\.EncodeToString$|Encoding\.EncodeToString$|ToHexString$|ToBase64String$|base64_encode$|bin2hex$|(?:strict_|urlsafe_)?encode64$|base64::encode$|hex::encode$|STANDARD\w*\.encode$|encodeToString$|formatHex$|(?:^|\W)btoa$|(?:^|\W)urlencode$|encodeURIComponent$|quote_plus$|http_build_query$|URLEncoder\.encode$|QueryEscape$|EscapeDataString$/;

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
  /^(?:(?:\/dev\/)?(?:sd(?:[a-z]|[$#]?\{\w*\}|%c)|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d+n\d+|mmcblk\d+|r?disk\d+)\d{0,2}|\\{2,4}\.\\{1,2}(?:PhysicalDrive(?:\d|%[du]|\{\w*\})*|[A-Z]:))$/i;

/** Stores of secrets that no program has a reason to send anywhere. */
export const secretPath =
  /(?:^|[/\\~])\.ssh(?:$|[/\\](?:id_[\w*]+|\*)?$)|^id_(?:rsa|ed25519|ecdsa|dsa)$|^Login Data$|[/\\]Login Data$|^Local State$|logins\.json$|key4\.db$|\.aws(?:$|[/\\](?:credentials)?$)|\.config[/\\]gcloud|wallet\.dat$|Local Extension Settings|nkbihfbeogaeaoehlefnkodbefgpgknn|login\.keychain|Library[/\\]Keychains|^\/etc\/shadow$|\.gnupg(?:$|[/\\])|exodus\.wallet|\.electrum|Electrum[/\\]wallets|\.config[/\\]solana|\.ethereum|\.bitcoin\b|[/\\]Network[/\\]Cookies|cookies\.sqlite$|Local Storage[/\\]leveldb|\.mozilla[/\\]firefox|Mozilla[/\\]+Firefox[/\\]+Profiles|Google[/\\]+Chrome[/\\]+User Data|google-chrome|\.password-store|\.azure[/\\]|\.git-credentials$|\.bash_history$|\.zsh_history$|\.npmrc$|\.pypirc$|\.gem[/\\]credentials|\.cargo[/\\]credentials|\.kube(?:$|[/\\]config$)|\.docker[/\\]config\.json$|\.netrc$|\.vault-token$|\.pgpass$|id\.json$|discord\w*[/\\]+Local Storage|wp-config\.php$/i;

/** Where the system hands out what is typed. */
export const keyDevice = /^\/dev\/input\/(?:event|by-|mice)/;

/** A shell, as a program is told to start it. */
export const shellProgram =
  /^(?:[A-Z]:[\\/]+Windows[\\/]+System32[\\/]+)?(?:\/(?:usr\/)?(?:local\/)?bin\/)?(?:(?:ba|z|da|k|c)?sh|cmd|powershell|pwsh)(?:\.exe)?(?:\s+-[il]{1,2})?$/i;

/** Files that a program of the user's choice shows. */
export const documentPath =
  /\.(?:pdf|html?|png|jpe?g|gif|svg|txt|md|csv|docx?|xlsx?|pptx?|odt|ods|mp[34]|epub|ics|eml)$/i;

/** Fields of a form that hold what nobody else may know. */
export const typedField =
  /^["'](?:pass|passwd|password|passwort|pwd|pw|user_?pass\w*|log_?pass\w*|cvv2?|cvc|cc\w{0,12}|card\w{0,12}|pin|ssn|otp)["']$/i;

/** Calls whose result says nothing of their arguments' contents. */
export const barrier =
  /^(?:dirname|basename|extname|relative|exists|existsSync|isfile|isdir|stat|statSync|len|length|createHash|sha256|md5|sha1|digest|hexdigest|parent|resolve_path|realpath|getParent|getParentFile)$/;
/** Calls that answer a question about their arguments, or give a key from which nothing is read back. */
export const answersOnly =
  /^(?:exists|existsSync|isfile|isdir|is_file|is_dir|file_exists|len|password_hash|password_verify|hash|crypt|isset|empty|count|strlen|preg_match|hash_equals)$/;

/** Methods that put their arguments into the object they are called on. */
export const filling =
  /^(?:push|push_str|append|add|extend|insert|unshift|update|set|put|write|writelines|concat|putAll|addAll|Write|WriteString|WriteLine|WriteAll|writestr|addfile|add_file|Encode|println|print|puts|write_all|Append\w*|Add|add_attachment|attach|set_content|setContent|addBodyPart|setText|setDataHandler|addAttachment)$/;
/** Methods that put what they read into their arguments. */
export const readingInto =
  /^(?:read|Read|readFully|receive|Receive|recv_into|readinto|transferTo|read_to_string|read_to_end|read_line|read_exact|CopyTo|ReadFull|Decode)$/;
/** Calls that make something through which one writes into their arguments. */
export const wrapping =
  /(?:NewWriter\w*|NewEncoder|Writer|OutputStream|ZipFile|TarFile|GzipFile|tarfile\.open|csv\.writer|ZipArchive|CryptoStream|GZipStream|GzEncoder::new|BufWriter::new|OutputStreamWriter|GzipWriter\.new|archiver)$/;
/** Calls that put the object into their first argument. */
export const saving = /^(?:save|savefig|tofile|writeTo|write_to|imsave)$/;
/** Calls that make a second file of a first. */
export const copying = /^(?:copy\w*|Copy\w*|cp|cpSync)$/;
/** C's functions that put what their other arguments hold into the first. */
export const fillsFirst =
  /^(?:strcpy|strncpy|strcat|strncat|memcpy|memmove|fgets|fread|getline|sprintf|snprintf|w?sprintf[AW]?|swprintf|_snprintf|StringCchPrintf[AW]?|strlcpy|CopyFile[AW]?|lstrcpy[AW]?|lstrcat[AW]?)$/;
/** C's functions that put what their first argument holds into the others. */
export const fillsOthers =
  /^(?:recv|recvfrom|read|getline|SSL_read|InternetReadFile|WinHttpReadData|read_until|async_read_until|ReadFile|proc_open|GetModuleFileName[AW]?|CryptUnprotectData|GetBitmapBits|GetDIBits|Unmarshal)$/;

/** The argument that names the file which a call writes, or null; `opens`: whether `open` can mean that of files. */
export function writtenPath(name: string, list: readonly SyntaxNode[], opens: boolean): SyntaxNode | null {
  const [first, second] = list;
  if (/^(?:createWriteStream|writeFile|writeFileSync|FileOutputStream|newOutputStream|ofFile|outputFile)$/.test(name))
    return first ?? null;
  if (
    /^(?:WriteAllBytes|WriteAllText|WriteFile|Create|OpenFile|OpenWrite|binwrite|file_put_contents|fopen|ofstream|FileStream|imwrite)\w*$/.test(
      name,
    )
  )
    return first ?? null;
  if (name === 'write' && list.length === 2) return first ?? null;
  if (/^(?:DownloadFile|DownloadFileAsync|DownloadFileTaskAsync)$/.test(name)) return second ?? null;
  if (/^URLDownloadToFile[AW]?$/.test(name)) return list[2] ?? null;
  if (/^(?:urlretrieve|download)$/.test(name) || (name === 'copy' && list.length > 1)) return second ?? null;
  return name === 'open' && opens && second ? (first ?? null) : null;
}
