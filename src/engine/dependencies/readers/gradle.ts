import { type Dependency, type Manifest, manifestOf, type Registry, type Written } from '../manifest.js';
import { codeLines } from './code-lines.js';

const configuration =
  /(?:^|[\s;{])(api|implementation|compile|runtime|provided|classpath|kapt|ksp|annotationProcessor|developmentOnly|(?:\w{1,60}(?:Implementation|Api|CompileOnly|RuntimeOnly|AnnotationProcessor))|compileOnly|runtimeOnly|testCompile|testRuntime)\b/;
const coordinates = /(["'])([\w.-]{1,200}):([\w.-]{1,200})(?::([^"':@\s]{1,200}))?(?:[:@][^"'\s]{0,100})?\1/;
const named =
  /group\s{0,9}[:=]\s{0,9}["']([\w.-]{1,200})["'].{0,40}name\s{0,9}[:=]\s{0,9}["']([\w.-]{1,200})["'](?:.{0,40}version\s{0,9}[:=]\s{0,9}["']([^"']{1,200})["'])?/;
const variable =
  /(?:^|[\s;{])(?:def|val|var|ext\.|extra\[["']|String)?\s{0,9}([A-Za-z_]\w{0,100})["'\]]{0,2}\s{0,9}=\s{0,9}["']([^"'$]{1,100})["']/;
const url =
  /\burl\b[\s=(]{0,20}(?:uri\s{0,9}\(\s{0,9})?["']([^"']{1,500})["']|\bmaven\s{0,9}\(\s{0,9}["']([^"']{1,500})["']/;
const plugin = /\bid\s{0,9}\(?\s{0,9}["']([\w.-]{1,200})["']\s{0,9}\)?\s{0,9}version\s{0,9}\(?["']([^"']{1,100})["']/;

/** Reads a build.gradle or build.gradle.kts as far as it is data: coordinates, repositories, plugins; not what it computes. */
export function readGradle(source: string): Manifest {
  const { lines, comments } = codeLines(source, '//', true);
  const variables = new Map<string, string>();
  for (const { text } of lines) {
    const found = variable.exec(text);
    if (found) variables.set(found[1] ?? '', found[2] ?? '');
  }
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const weakened: Written[] = [];
  for (const { text, start } of lines) {
    const at = (part: string): number => start + text.indexOf(part);
    const address = url.exec(text);
    if (address) {
      const value = address[1] ?? address[2] ?? '';
      registries.push({ text: value, start: at(value), end: at(value) + value.length, additional: false });
    }
    const insecure = /\ballowInsecureProtocol\b[\s=(]{0,9}true/.exec(text)?.[0];
    if (insecure)
      weakened.push({ text: 'allowInsecureProtocol', start: at(insecure), end: at(insecure) + insecure.length });
    const one = configuration.test(text) ? dependencyIn(text) : pluginIn(text);
    if (!one) continue;
    const version = one.version === undefined ? undefined : resolved(one.version, variables);
    const from = at(one.written);
    dependencies.push({
      name: one.name,
      namePlace: { start: from, end: from + one.written.length },
      requirement: version === undefined ? null : { text: version, start: from, end: from + one.written.length },
      withoutRequirement: 'elsewhere',
      source: null,
      development: /\btest\w{0,60}\b/i.test(text),
      start: from,
      end: from + one.written.length,
    });
  }
  return manifestOf('Maven', { dependencies, registries, weakened, comments });
}

interface Coordinates {
  name: string;
  version: string | undefined;
  written: string;
}

function dependencyIn(text: string): Coordinates | null {
  const short = coordinates.exec(text);
  if (short) return { name: `${short[2]}:${short[3]}`, version: short[4], written: short[0] };
  const long = named.exec(text);
  return long && { name: `${long[1]}:${long[2]}`, version: long[3], written: long[0] };
}

function pluginIn(text: string): Coordinates | null {
  const found = plugin.exec(text);
  return found && { name: `${found[1]}:${found[1]}.gradle.plugin`, version: found[2], written: found[0] };
}

function resolved(version: string, variables: ReadonlyMap<string, string>): string | undefined {
  const name = /^\$\{?(?:rootProject\.|ext\.)?(\w{1,100})\}?$/.exec(version)?.[1];
  if (name !== undefined) return variables.get(name);
  return version.includes('$') ? undefined : version;
}
