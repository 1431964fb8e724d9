import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { readImports } from '../imports.js';
import { valueOrigins } from '../value-origin.js';

/** Where the first argument of each `sink(…)` comes from, for a shell. */
async function origins(code: string, language: LanguageId): Promise<string[]> {
  const tree = await parse(code, language);
  const values = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? values.of(argument, 'command').kind : 'nothing';
  });
}

describe('value origins in C, C++ and Rust', () => {
  it('follow what calls write into their arguments, through functions of the file too', async () => {
    const code = `
static void ask(char *to, int n) { fgets(to, n, stdin); }
int main(int argc, char **argv) {
  char line[99], command[99];
  ask(line, 99); sink(line);
  snprintf(command, 99, "ls %s", argv[1]); sink(command);
  snprintf(command, 99, "ls %d", atoi(argv[1])); sink(command);
  strcpy(command, "ls "); sink(command); strcat(command, line); sink(command);
}`;
    expect(await origins(code, 'c')).toEqual(['local', 'local', 'constant', 'constant', 'local']);
  });

  it('know that fields declared as numbers carry no text', async () => {
    const code = `
struct Filter { name: String, page: u64, limit: Option<u32> }
async fn list(Query(f): Query<Filter>) {
  sink(f.name); sink(f.page); sink(f.limit.unwrap_or(5)); sink(format!("{}", f.page)); sink(format!("{}", f.name));
}`;
    const [name, page, limit, inText, nameInText] = await origins(code, 'rust');
    expect([name, nameInText]).toEqual(['remote', 'remote']);
    for (const kind of [page, limit, inText]) expect(kind).not.toBe('remote');
  });

  it('go on at a label behind what has left', async () => {
    const code = 'int main(int argc, char **argv) { if (argc) goto out; return 1; out: sink(argv[1]); return 0; }';
    expect(await origins(code, 'c')).toEqual(['local']);
  });

  it('take comparisons and allow lists of C and C++ for what they prove', async () => {
    const c =
      'int main(int c, char **v) { char *a = v[1]; if (strcmp(a, "x") != 0) return 1; sink(a); char *b = v[2]; if (strstr(b, "x")) return 1; sink(b); }';
    expect(await origins(c, 'c')).toEqual(['constant', 'local']);
    const cpp =
      'int main(int c, char **v) { std::string a = v[1]; std::set<std::string> ok = {"x"}; if (ok.find(a) == ok.end()) return 1; sink(a); std::string b = v[2]; std::ostringstream o; o << "ls " << b; sink(o.str()); }';
    expect(await origins(cpp, 'cpp')).toEqual(['sanitised', 'local']);
  });

  it('read Rust: formats, options, matches, handlers and shadowing', async () => {
    const code = `
use axum::extract::{Query, Path};
fn main() {
  let name = std::env::args().nth(1).unwrap();
  let text = format!("ls {name}"); sink(text);
  let name: u32 = name.parse().unwrap(); sink(name);
  let Some(other) = std::env::args().nth(2) else { return };
  let kind = match other.as_str() { "a" | "b" => other.clone(), _ => return };
  sink(other); sink(kind);
  let fixed = if name > 1 { "x" } else { "y" }; sink(fixed);
}
async fn show(Path(id): Path<String>, Query(q): Query<Q>, Path(n): Path<u32>) { sink(&id); sink(q.text.trim()); sink(n) }
`;
    expect(await origins(code, 'rust')).toEqual([
      'local',
      'sanitised',
      'sanitised',
      'sanitised',
      'constant',
      'remote',
      'remote',
      'sanitised',
    ]);
  });

  it('read C++: objects made by declarations, in calls and in braces, joined paths and texts that are appended', async () => {
    const code = `
#include <filesystem>
class Job { public: explicit Job(std::string n) : name_(std::move(n)) {} void run() { sink(name_); } private: std::string name_; };
int main(int argc, char **argv) {
  std::string given = argv[1];
  std::string copy(given); sink(copy);
  std::filesystem::path root = "/srv"; sink(root / given);
  std::string text = "ls "; text.append(given).append(" -l"); sink(text);
  std::string fixed("ls"); sink(fixed);
  Job(given).run();
}`;
    expect(await origins(code, 'cpp')).toEqual(['local', 'local', 'local', 'local', 'constant']);
  });

  it('read Rust: guards of matches, filters of options, components of paths, texts that an extractor gives', async () => {
    const code = `
async fn show(name: web::Path<String>, Query(q): Query<Q>) {
  sink(name.as_str());
  let word = q.word.filter(|w| w.chars().all(char::is_alphanumeric)); sink(word);
  let other = match q.other { Some(o) if o.chars().all(char::is_alphanumeric) => o, _ => return }; sink(other);
}`;
    expect(await origins(code, 'rust')).toEqual(['remote', 'sanitised', 'sanitised']);
  });
});
