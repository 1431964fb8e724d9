import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { AssignedValues } from './assigned-values.js';
import { argumentsOf, calleeName, receiverOf } from './calls.js';
import { longestProgram } from './network.js';

/** Calls that remove one file. */
const removes =
  /\b(?:unlink(?:Sync|at)?|rmSync|rm|remove|delete(?:IfExists|OnExit)?|Remove|Delete|remove_file|DeleteFile[AW]?|truncate(?:Sync)?|rmtree|rm_rf|remove_dir_all|RemoveAll)\s*\(|\.(?:delete|unlink)\b|Files::delete|File\.delete|FileUtils\.rm/;
/** Calls that go through a folder. */
const walks =
  /(?:readdir(?:Sync)?|os\.walk|os\.listdir|listdir|scandir|rglob|i?glob|Files\.walk|walkFileTree|listFiles|opendir|EnumerateFiles|GetFiles|GetFileSystemEntries|EnumerateFileSystemEntries|filepath\.Walk(?:Dir)?|os\.ReadDir|ReadDir|directory_iterator|Find\.find|Dir\.(?:glob|each_child|children|entries|foreach)|read_dir|RecursiveDirectoryIterator|walkdir|iterdir|EnumerateDirectories|GetDirectories|WalkDir::new|nftw|ftw|FindFirstFile[AW]?)$/;
/** Calls that remove everything below a folder. */
const removesTree =
  /(?:^|\W)(?:rmtree|rm_rf|rm_r|remove_tree|RemoveAll|remove_dir_all|remove_all|deleteDirectory|deleteRecursively|removeSync|rimraf|emptyDirSync|cleanDirectory)$/;
const isGlob = /(?:^|\.)r?glob$/;
/** Options with which a call removes all below. */
const recursively = /^(?:(?:fs\.|fsp\.|promises\.)?rm(?:Sync|dir|dirSync)?|(?:Directory|DirectoryInfo)\.Delete)$/;
/** What lets some files stay says what a program is for. */
const chooses =
  /[eE]nds_?[wW]ith|fnmatch|\bsuffix\b|splitext|extname|GetExtension|getmtime|mtime|st_ctime|lastModified|LastWriteTime|ModTime|modified\(|older|argparse|optparse|getopt|flag\.Parse|clap::|dry_?run|--yes|confirm/i;

/** A whole disk, a home folder or the folder of a web site, written as one expression and nothing else. */
const root =
  /^@?["'`](?:\/|\/\*|\/(?:home|root|Users|etc|usr|boot|bin|lib|var|mnt|media)\/?\*?|\/var\/(?:www|lib|log|backups)(?:\/html)?\/?\*?|~\/?\*?|[A-Z]:[\\/]{0,2}(?:\*|Users[\\/]{0,2}|Windows[\\/]{0,2})?|\/System\/?|\/Library\/?)["'`]$|^(?:os\.)?homedir\(\)$|^(?:os\.path\.)?expanduser\(\s*["']~["']\s*\)$|^(?:pathlib\.)?Path\.home\(\)$|^(?:pathlib\.)?Path\(\s*["'](?:\/|~)["']\s*\)(?:\.expanduser\(\))?$|^(?:System\.)?getProperty\(\s*"user\.home"\s*\)$|^(?:std::)?(?:System\.|os\.)?[gG]etenv\(\s*["'](?:HOME|USERPROFILE|SystemDrive)["']\s*\)$|^process\.env\.(?:HOME|USERPROFILE|SystemDrive)$|^ENV(?:\[["']HOME["']\]|\.fetch\(["']HOME["']\))$|^os\.environ(?:\[["'](?:HOME|USERPROFILE)["']\]|\.get\(["'](?:HOME|USERPROFILE)["']\))$|^Dir\.home$|^\$_SERVER\[["']DOCUMENT_ROOT["']\]$|^File\.listRoots\(\)$|getRootDirectories\(\)$|^DriveInfo\.GetDrives\(\)|GetLogicalDrives\(\)$|\.RootDirectory(?:\.FullName)?$|GetFolderPath\(\s*(?:Environment\.)?SpecialFolder\.(?:UserProfile|MyDocuments|Personal|Desktop\w*|MyPictures|System|Windows)\s*\)$|^os\.UserHomeDir\(\)$|^(?:dirs::)?home_dir\(\)(?:\.unwrap\(\))?$|^(?:std::)?env::var\("HOME"\)[^/]{0,30}$|^fs::path\("\/"\)$|^["'`][^"'`\n]{0,2}[{%#]{1,2}\w+(?:\(\w*\))?\}?:[\\/]{1,4}["'`]$/;
/** Around a root: what makes a path of a text, and what ends a chain. */
const wrapper =
  /^(?:new\s+)?(?:File|Path|Paths\.get|Path\.of|Path|pathlib\.Path|PathBuf::from|Path::new|str|String|fs::path|DirectoryInfo|std::filesystem::path|path\.resolve|String::from)\(([^()]*(?:\([^()]*\))?)\)$/;

/** Everything below a root, a home folder or a web site is removed. */
export const erasesEverything: Check = function* (file) {
  const { source } = file.tree;
  if (source.length > longestProgram) return;
  if (
    !file.holds(removes) &&
    !file.holds(/rmtree|rm_rf?|RemoveAll|remove_dir_all|remove_all|rimraf|deleteDirectory|Directory\.Delete/)
  )
    return;
  const values = (): AssignedValues => AssignedValues.of(file);
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) {
      const callee = calleeName(file, call);
      const list = argumentsOf(file, call);
      const receiver = receiverOf(file, call);
      if (list.length === 0 && !receiver) continue;
      const isTree =
        removesTree.test(callee) ||
        (recursively.test(callee) && /recursive["']?:\s*true|,\s*true\s*\)$/.test(file.text(call)));
      const isWalk = walks.test(callee) && removesVisited(file, call);
      if (!isTree && !isWalk) continue;
      if (
        isWalk &&
        isGlob.test(callee) &&
        list[0] &&
        !/["'](?:\*\*?\/?)*["']/.test(file.text(list[0])) &&
        receiver?.kind !== 'constant'
      )
        continue;
      const places = [...(list[0] ? [list[0]] : []), ...(receiver ? [receiver] : [])];
      if (
        places.some((place) =>
          values()
            .of(place)
            .some((one) => isRoot(file, one)),
        )
      )
        yield { node: call };
    }
};

/** Characters; in a longer file what is removed need not be what was gone through. */
const shortScript = 4000;

/** Whether what is visited is removed, whatever it is. */
function removesVisited(file: SourceFile, walk: SyntaxNode): boolean {
  const { root: whole, source } = file.tree;
  const fn = file.enclosingFunction(walk);
  const text = file.text(fn ?? (source.length < shortScript ? whole : outermostStatement(file, walk)));
  const visitors = argumentsOf(file, walk).flatMap((one) => AssignedValues.of(file).functionsNamed(file.text(one)));
  const texts = [text, ...visitors.map((one) => file.text(one))];
  if (!texts.some((one) => removes.test(one)) || texts.some((one) => chooses.test(one))) return false;
  return visitors.length > 0 || removes.test(file.text(statementOf(file, walk))) || isRepeated(file, fn ?? whole);
}

/** Whether a loop or a function that is handed over removes something. */
function isRepeated(file: SourceFile, scope: SyntaxNode): boolean {
  const parts = new Set([...file.grammar.loops, ...file.grammar.functions, 'block', 'do_block', 'lambda']);
  return file.descendants(scope, parts).some((one) => removes.test(file.text(one)));
}

/** The statement that a call is part of. */
function statementOf(file: SourceFile, node: SyntaxNode): SyntaxNode {
  let place = node;
  while (place.parent && !file.grammar.blocks.has(place.parent.kind) && place.parent !== file.tree.root)
    place = place.parent;
  return place;
}

/** The loop or statement of the file itself that a node is in. */
function outermostStatement({ tree }: SourceFile, node: SyntaxNode): SyntaxNode {
  let place = node;
  while (place.parent && place.parent !== tree.root) place = place.parent;
  return place;
}

function isRoot(file: SourceFile, node: SyntaxNode): boolean {
  let text = file.text(node).slice(0, 160).trim();
  for (let round = 0; round < 3; round += 1) {
    if (root.test(text)) return true;
    const inner = wrapper.exec(text)?.[1];
    if (inner === undefined) return false;
    text = inner.trim();
  }
  return root.test(text);
}
