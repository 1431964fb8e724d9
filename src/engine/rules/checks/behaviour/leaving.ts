import { argumentsOf, calleeName, receiverOf } from './calls.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { label } from './labels.js';
import { longestProgram, network } from './network.js';
import { ValueLabels } from './value-labels.js';

/** Keys, password stores, the environment or what the user sees and copies are handed to something on the network. */
export const secretsLeave: Check = function* (file, options) {
  if (!file.holds(network)) return;
  const wanted = wantedBits[String(options['what'])] ?? label.secret;
  const hint =
    wanted === label.environment
      ? /process\.env\b|os\.environ|getenv\(\)|os\.Environ\(|env::vars|GetEnvironmentVariables|ENV\b/
      : wanted === label.captured
        ? /ImageGrab|screenshot|clipboard|pyperclip|mss|VideoCapture|createScreenCapture|SystemClipboard|PyAudio|desktopCapturer|CopyFromScreen|Clipboard\.Get|GetClipboardData|BitBlt|\/dev\/input\/|GetAsyncKeyState|iohook|key-listener|sounddevice|keylogger/
        : null;
  if (hint && !file.holds(hint)) return;
  if (file.tree.source.length > (wanted === label.secret ? 1.5 : 1) * longestProgram) return;
  const labels = ValueLabels.of(file);
  if (!labels.has(wanted)) return;
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) if (sends(file, labels, call, wanted)) yield { node: call };
};

const wantedBits: Readonly<Record<string, number>> = {
  environment: label.environment,
  captured: label.captured,
  metadata: label.metadata,
};

const sender =
  /(?:^|\W)(?:fetch|axios|got|needle)(?:\.\w+)?$|https?['"]?\)?\.(?:request|get)$|sendBeacon$|sendMail$|\bdns[^.]{0,20}\.(?:resolve|lookup)\w*$|^(?:requests|httpx)\.(?:post|put|get|request|patch)$|urlopen$|(?:^|\.)Request$|gethostbyname$|getaddrinfo$|\.(?:sendall|sendto|sendmail|send_message|storbinary|sendDocument|send_document|send_file)$|BodyPublishers\.of\w+$|Transport\.send$|upload_?file$|^http\.(?:Post|PostForm|NewRequest\w*)$|\.(?:PostAsync|PutAsync|SendAsync|Upload(?:Data|String|File|Values)\w*|send_string|send_form|send_json|send_bytes|multipart)$|Net::HTTP\.(?:post|post_form)$|HttpSendRequest[AW]?$|WinHttpSendRequest$|curl_easy_setopt$|(?:^|\.)sendto$|(?:^|::)(?:send|sendto|SSL_write)$|cpr::(?:Post|Put)$|HTTParty\.post$|RestClient\.post$|\bmail$/i;
const transfers =
  /(?:^|\.)(?:write|send|sendall|emit|end|post|put|request|publish|Write|WriteAll|Send|write_all|send_to|body|json|form|Fprintf?|puts|syswrite|WriteLine|WriteAsync|Post|writeBytes|writeUTF|println|print|storbinary|sendmail|upload|query|resolve)$/;

function sends(file: SourceFile, labels: ValueLabels, call: SyntaxNode, wanted: number): boolean {
  const callee = calleeName(file, call);
  const isSender = sender.test(callee) || (callee === 'file_get_contents' && argumentsOf(file, call).length > 2);
  if (!isSender && !transfers.test(callee) && callee !== 'ImageIO.write') return false;
  if (shown.test(callee)) return false;
  const list = argumentsOf(file, call);
  const carried = list.flatMap((one, index) => {
    // An address that was made of a credential file's settings is where the program was told to go.
    const isAddress = index === 0 && addressed.test(callee) && wanted !== label.captured;
    return isAddress && (labels.labels(one) & label.encoded) === 0 ? [] : contents(file, one);
  });
  if (!carried.some((one) => !file.grammar.functions.has(one.kind) && (labels.labels(one) & wanted) !== 0))
    return false;
  if (isSender) return true;
  const target = file.field(call, 'function') ?? file.field(call, 'object');
  // Writing to a connection labels it too; of two arguments the destination is the one without the secret.
  const isNetwork = (node: SyntaxNode): boolean => (labels.labels(node) & (label.received | wanted)) === label.received;
  return (target !== null && (labels.labels(target) & label.received) !== 0) || list.some((one) => isNetwork(one));
}

/** What is printed or logged stays on the machine. */
const shown =
  /^(?:sys\.std(?:err|out)|process\.std(?:err|out)|console|System\.(?:out|err)|log(?:ger|ging)?|\$std(?:err|out)|STD(?:ERR|OUT)|std::c(?:out|err))\./i;
const addressed =
  /(?:^|\W)(?:fetch|axios|got|needle)(?:\.\w+)?$|\b(?:requests|httpx|https?)['"]?\)?\.\w+$|urlopen$|Request$/;

/** An object that says how something is sent, and does not itself go. */
const options =
  /^\{\s*(?:\.\.\.\w+,\s*)?['"]?(?:method|headers|url|baseURL|host|hostname|port|timeout|auth|body|agent|path|qs|params|signal|mode|credentials)['"]?\s*[:,]/;

/** What is sent of an argument: not its headers, which is where a program shows its credentials to those it is for. */
function contents(file: SourceFile, argument: SyntaxNode): readonly SyntaxNode[] {
  const name = argument.kind === 'keyword_argument' ? file.field(argument, 'name') : null;
  if (name) return /^(?:headers|auth|cookies|timeout|cert|verify)$/.test(file.text(name)) ? [] : [argument];
  if (argument.kind !== 'object' || !options.test(file.text(argument))) return [argument];
  return file.named(argument).filter((pair) => {
    const key = file.field(pair, 'key');
    return key !== null && /^['"]?(?:body|data|json|form|payload)['"]?$/.test(file.text(key));
  });
}

const lookup =
  /(?:^|\W)(?:gethostbyname|getaddrinfo|gethostbyname2|dns_get_record|checkdnsrr|DnsQuery_[AW]|res_query)$|\bdns[^.]{0,20}\.(?:resolve|lookup)\w*$|^(?:net\.)?Lookup(?:Host|TXT|IP|Addr|CNAME)$|\.Lookup(?:Host|TXT|IP)$|Dns\.(?:GetHost\w+|Resolve)$|InetAddress\.(?:getByName|getAllByName)$|Resolv(?:\.|::DNS\W).{0,20}getaddress$|resolver\.(?:resolve|query)$|\.lookup_ip$|\.to_socket_addrs$/;

/** Data is encoded into names that are then looked up: a way out past every proxy. */
export const encodedLookups: Check = function* (file) {
  if (!file.holds(/gethostbyname|getaddrinfo|dns|Lookup|getByName|getHost|GetHost|Resolv|to_socket_addrs/i)) return;
  const labels = ValueLabels.of(file);
  if (!labels.has(label.encoded)) return;
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) {
      if (!lookup.test(calleeName(file, call))) continue;
      const receiver = file.tree.language === 'rust' ? receiverOf(file, call) : null;
      const given = [...argumentsOf(file, call), ...(receiver ? [receiver] : [])];
      if (given.some((one) => carriesData(labels.labels(one)))) yield { node: call };
    }
};

/** A digest that is looked up is a key of a list, not what it was made of. */
function carriesData(bits: number): boolean {
  const stolen = label.secret | label.environment | label.captured | label.metadata;
  return (bits & label.encoded) !== 0 && ((bits & label.digest) === 0 || (bits & stolen) !== 0);
}
