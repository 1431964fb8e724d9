import type { Family } from './cell.js';

/** Calls that make something that has to be given back. */
export const allocators: ReadonlyMap<string, Family> = new Map<string, Family>([
  ...['malloc', 'calloc', 'realloc', 'strdup', 'strndup', 'aligned_alloc', 'reallocarray', 'wcsdup'].map(
    (name): [string, Family] => [name, 'malloc'],
  ),
  ...['fopen', 'fdopen', 'tmpfile', 'freopen'].map((name): [string, Family] => [name, 'file']),
  ...['popen'].map((name): [string, Family] => [name, 'process']),
  ...['opendir', 'fdopendir'].map((name): [string, Family] => [name, 'directory']),
  ...['open', 'creat', 'socket', 'accept', 'openat'].map((name): [string, Family] => [name, 'descriptor']),
]);

/** Calls that give back their first argument. */
export const releasers: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['free', 'malloc'],
  ['cfree', 'malloc'],
  ['fclose', 'file'],
  ['pclose', 'process'],
  ['closedir', 'directory'],
  ['close', 'descriptor'],
  ['closesocket', 'descriptor'],
]);

/** How what was made is spoken of. */
export const nouns: Readonly<Record<Family, string>> = {
  malloc: 'memory',
  new: 'object',
  'new[]': 'array',
  file: 'file',
  process: 'pipe',
  directory: 'directory',
  descriptor: 'descriptor',
  lock: 'lock',
};

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Library calls that read or write through their pointers and keep none of them. */
export const borrowers: ReadonlySet<string> = words(
  'alloca __builtin_alloca strcpy strncpy strcat strncat strlcpy strlcat stpcpy memcpy memmove memset memcmp memchr strlen strnlen strcmp strncmp strcasecmp strncasecmp strspn strcspn strtok strtol strtoul strtoll strtoull strtod atoi atol atof atoll sprintf snprintf vsprintf vsnprintf printf fprintf dprintf puts fputs fputc putc fgets fgetc getc fread fwrite fscanf sscanf scanf fseek ftell rewind feof ferror fflush fileno getline read write send recv sendto recvfrom pread pwrite lseek fstat stat lstat access unlink remove rename perror readdir qsort bsearch toupper tolower isalpha isdigit bind listen connect setsockopt getsockopt shutdown select poll ioctl fcntl wcslen wcscpy wmemcpy bzero bcopy system execl execv execvp execlp sqlite3_exec mysql_query PQexec cout cerr endl ungetc setvbuf fputws fgetws fputwc swprintf wprintf fwprintf printLine printIntLine',
);

/** Of these, calls that follow their pointer arguments whatever happens: none may be null. Positions of the pointers. */
export const followers: ReadonlyMap<string, readonly number[]> = new Map([
  ...[
    'strcpy',
    'strncpy',
    'strcat',
    'strncat',
    'strcmp',
    'strncmp',
    'strstr',
    'stpcpy',
    'strlcpy',
    'strcasecmp',
    'memcpy',
    'memmove',
    'memcmp',
    'wcscpy',
    'wmemcpy',
  ].map((name): [string, readonly number[]] => [name, [0, 1]]),
  ...[
    'strlen',
    'memset',
    'strchr',
    'strrchr',
    'sprintf',
    'atoi',
    'atol',
    'puts',
    'fclose',
    'bzero',
    'wcslen',
    'fgetc',
    'getc',
    'rewind',
    'feof',
    'readdir',
    'fseek',
    'ftell',
    'fgets',
    'strcspn',
    'fprintf',
    'fscanf',
  ].map((name): [string, readonly number[]] => [name, [0]]),
  ['fgets', [0, 2]],
  ['fread', [0, 3]],
  ['fwrite', [0, 3]],
  ['fputs', [0, 1]],
]);

/** Calls that fill their argument: it has a value afterwards. Position of the buffer. */
export const fillers: ReadonlyMap<string, number> = new Map([
  ...[
    'strcpy',
    'strncpy',
    'memcpy',
    'memmove',
    'memset',
    'sprintf',
    'snprintf',
    'fgets',
    'gets',
    'fread',
    'strlcpy',
    'stpcpy',
    'bzero',
    'vsnprintf',
    'vsprintf',
    'gethostname',
    'getcwd',
    'wcscpy',
    'wcsncpy',
    'wmemset',
    'wmemcpy',
    'fgetws',
    'swprintf',
    'pipe',
    'time',
  ].map((name): [string, number] => [name, 0]),
  ...['read', 'recv', 'recvfrom', 'pread', 'scanf', 'stat', 'lstat', 'fstat', 'readlink', 'inet_pton', 'realpath'].map(
    (name): [string, number] => [name, 1],
  ),
  ['sscanf', 2],
  ['fscanf', 2],
]);

/** Calls that find something, or nothing. */
export const finders: ReadonlySet<string> = words(
  'getenv secure_getenv strchr strrchr strstr strpbrk memchr strcasestr',
);

/** Calls whose number somebody outside chose. */
export const outsideNumbers: ReadonlySet<string> = words(
  'atoi atol atoll strtol strtoul strtoll strtoull strtoimax ntohs ntohl be16toh be32toh be64toh le16toh le32toh stoi stol stoul stoll stoull extract',
);
export const unsignedNumbers: ReadonlySet<string> = words(
  'strtoul strtoull ntohs ntohl be16toh be32toh be64toh le16toh le32toh stoul stoull strlen sizeof',
);

/** Calls after which nothing runs. */
export const endings =
  /^(_?exit|_Exit|quick_exit|abort|__builtin_unreachable|longjmp|siglongjmp|err|errx|verr|verrx|die|fatal|panic|bail|usage|terminate|throw_\w+|rethrow_exception|luaL_error|lua_error|error_exit)$|(_|^)(die|fatal|panic|abort|oom|exit|bug|unreachable)(_\w+)?$|(Fatal|Panic|Abort|Die|OOM)$/i;

/** A name all in capitals is a macro: what it does with its arguments nobody sees here. */
export function isMacro(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1;
}
