import type { Check } from '../../rule.js';
import { longestProgram } from './network.js';

/** Files are gone through from the home folder or a root, and encrypted where they lie. */
const walks =
  /readdir|os\.walk|scandir|rglob|i?glob\(|Files\.walk|walkFileTree|listFiles|opendir|EnumerateFiles|GetFiles|filepath\.Walk|WalkDir|directory_iterator|Find\.find|Dir\.glob|read_dir|RecursiveDirectoryIterator/;
/** The home folder as a whole, a root, or a folder of the user's own documents. */
const homes =
  /homedir\(\)\s*[,;)\]]|expanduser\(\s*["']~["']\s*\)|Path\.home\(\)|listRoots|user\.home|ascii_uppercase|["'`]\/(?:home|Users|mnt|media|root)\/?["'`]|["'][A-Z]:[\\/]|USERPROFILE|Documents|Desktop|SpecialFolder\.\w+|UserHomeDir\(\)|home_dir\(\)|getenv\(\s*"HOME"|Dir\.home\s*[),]|ENV\[["']HOME["']\]/;

export const encryptsInPlace: Check = function* (file) {
  const { source } = file.tree;
  if (
    !file.holds(
      /createCipheriv|doFinal\(|\.[eE]ncrypt\w*\(|\^=?\s*\w+|CipherOutputStream|Encryptor|\.Seal\(|XORKeyStream|c\.update\(|OpenSSL::Cipher|EVP_\w*Update|openssl_encrypt/,
    )
  )
    return;
  if (
    !file.holds(
      /createCipheriv|doFinal|Fernet|AES|Aes|aes|ChaCha|[cC]ipher|[Ee]ncrypt|[Rr]ansom|DECRYPT|\.crypt\b|\.locked\b/,
    )
  )
    return;
  if (!file.holds(walks) || !file.holds(homes) || file.holds(/[bB]ackup|argparse|getopt|flag\.Parse|clap::|optparse/))
    return;
  const read = captured(
    source,
    /(?:readFileSync|readFile|readAllBytes|createReadStream|FileInputStream|open|ReadFile|ReadAllBytes|fs::read|File\.binread|file_get_contents|ifstream\s+\w+)\(\s*([$\w.]+)|\b(\w+)\.read_bytes\(/g,
  );
  const changed = captured(
    source,
    /(?:writeFileSync|writeFile|Files\.write|FileOutputStream|renameSync|rename|unlinkSync|unlink|rmSync|os\.remove|os\.replace|Files\.delete(?:IfExists)?|Files\.move|os\.Remove|os\.Rename|os\.WriteFile|File\.(?:Delete|Move|WriteAllBytes|delete|rename|binwrite)|fs::(?:remove_file|rename|write)|file_put_contents|ofstream(?:\s+\w+)?)\(\s*([$\w.]+)|open\(\s*([\w.]+)\s*,\s*['"](?:wb|r\+b|rb\+|w)['"]|\b(\w+)\.(?:write_bytes|unlink|rename|delete)\(/g,
  );
  const first = file.tree.root.children.find((child) => child.named);
  if (first && [...read].some((name) => changed.has(name))) yield { node: first };
};

/** Files are gone through from the home folder or a root; each is overwritten and then removed. */
export const shredsEverything: Check = function* (file) {
  const { source } = file.tree;
  if (!file.holds(walks) || source.length > longestProgram) return;
  if (
    !file.holds(
      /homedir\(\)\s*[,;)\]]|expanduser\(\s*["']~["']\s*\)|Path\.home\(\)|listRoots|getRootDirectories|["']user\.home["']\)\s*[,;)]|["']\/(?:home|root)["']\s*[,)\]]|["'][A-Z]:[\\/]+["']/,
    )
  )
    return;
  const written = captured(
    source,
    /(?:writeFileSync|writeFile|truncateSync|Files\.write|FileOutputStream|RandomAccessFile)\(\s*([\w.]+)|open\(\s*([\w.]+)\s*,\s*['"](?:wb|r\+b|rb\+|w)['"]|\b(\w+)\.write_bytes\(/g,
  );
  const removed = captured(
    source,
    /(?:unlinkSync|unlink|rmSync|os\.remove|Files\.delete(?:IfExists)?)\(\s*([\w.]+)|\b(\w+)\.(?:unlink|delete)\(\)/g,
  );
  const first = file.tree.root.children.find((child) => child.named);
  if (first && [...removed].some((name) => written.has(name))) yield { node: first };
};

const roots =
  /homedir\(\)\s*[,;)\]]|expanduser\(\s*["']~["']\s*\)|Path\.home\(\)|listRoots|getRootDirectories|GetLogicalDrives|GetDrives\(\)|["']user\.home["']\)\s*[,;)]|[([,=]\s*@?["'`](?:\/(?:home|root|Users)?|[A-Z]:[\\/]{1,2})["'`]\s*[\],);]|UserHomeDir\(\)|Dir\.home\s*[,)]/;

/** Files are gone through from the home folder or a root, and each is overwritten with something that was not read from it. */
export const overwritesEverything: Check = function* (file) {
  const { source } = file.tree;
  if (!file.holds(walks) || source.length > longestProgram || !file.holds(roots)) return;
  if (
    file.holds(
      /readFile|\.read\(|readlines|read_text|read_bytes|ReadFile|ReadAll|readAllBytes|read_to|file_get_contents|binread|[bB]ackup|argparse|getopt/,
    )
  )
    return;
  const written = captured(
    source,
    /(?:writeFileSync|writeFile|truncateSync|Files\.write(?:String)?|FileOutputStream|os\.WriteFile|os\.Truncate|File\.WriteAll\w+|fs::write|file_put_contents|File\.(?:write|binwrite|truncate))\(\s*(\$?[\w.]+)\s*,|open\(\s*([\w.]+)\s*,\s*['"](?:wb?|r\+b|rb\+)['"]|\b(\w+)\.write_(?:bytes|text)\(/g,
  );
  const visited = captured(
    source,
    /(?:lstatSync|statSync|isfile|isdir|is_file|is_dir|isFile|isDirectory|file\?|directory\?)\(\s*(\$?[\w.]+)\s*\)|for(?:each)?\s*\(?\s*(?:const|let|var|final)?\s*(?:[\w<>]+\s+)?(\w+)\s*(?:of|in|:)\s*[^\n]{0,60}(?:readdir|walk|glob|listFiles|GetFiles|EnumerateFiles)|\b(\w+)\.(?:is_file|isFile|isDirectory|is_dir)\(|Walk(?:Dir)?\([^\n]{0,80}func\(\s*(\w+)/g,
  );
  const first = file.tree.root.children.find((child) => child.named);
  if (first && [...written].some((name) => visited.has(name))) yield { node: first };
};

function captured(source: string, regex: RegExp): ReadonlySet<string> {
  return new Set([...source.matchAll(regex)].flatMap((found) => found.slice(1).filter((name) => name !== undefined)));
}
