import type { Hint } from '../language-tables.js';

export const cppHints: readonly Hint[] = [
  [
    /^\s*#\s*include <(iostream|vector|string|map|memory|algorithm|fstream|sstream|thread|mutex|utility|functional|c\w+)>/,
    5,
  ],
  [/\bstd::\w+|\bcout\s*<<|^\s*template\s*<|^\s*using namespace\b/, 4],
  [/^\s*(class|struct) \w+( final)?\s*(:\s*(public|private|protected) [\w:<>, ]+)?\{?\s*$/, 2],
  [/^\s*(public|private|protected)\s*:\s*$/, 3],
  [/^\s*namespace [\w:]*\s*\{/, 3],
  [/\b(nullptr|static_cast<|dynamic_cast<|reinterpret_cast<|constexpr|noexcept|delete\[\])/, 3],
  [/\b\w+::\w+\s*\(.*\)\s*(const\s*)?(noexcept\s*)?\{?\s*$/, 2],
  [/^\s*#\s*(include|define|ifdef|ifndef|pragma)\b/, 1.5],
  [/\b(const )?[\w:]+\s*&\s*\w+\s*[,)]/, 1],
];

export const cHints: readonly Hint[] = [
  [/^\s*#\s*include\s+[<"][\w./-]+\.h[>"]/, 4],
  [/^\s*#\s*(define|ifdef|ifndef|endif)\b/, 1.5],
  [/\b(printf|fprintf|snprintf|malloc|calloc|sizeof|free|strcpy|strlen|memcpy|memset)\s*\(/, 2],
  [
    /^\s*((static|inline|extern|unsigned|const) )*(int|void|char|long|size_t|bool|struct \w+|\w+_t)\s*\**\s*\w+\s*\(.*\)\s*\{?\s*$/,
    2,
  ],
  [/^\s*(typedef )?(struct|union|enum) \w*\s*\{/, 2],
  [/\b(int|char|long|size_t|struct \w+)\s*\*+\s*\w+/, 1.5],
  [/\w->\w/, 0.5],
];

/** What only C++ says: a header that holds none of it is read as C. */
const cppMarks =
  /^\s*(class \w|namespace\b|template\s*<|using \w|public:|private:|protected:)|\bstd::|\bnullptr\b|\b(static|dynamic|reinterpret|const)_cast<|\boperator\s*[^\w\s(]|\bvirtual\b|^\s*#\s*include <(iostream|vector|string|map|memory|utility|functional)>/m;
/** Only so much of a header is looked at. */
const HEAD = 50_000;

/** Whether a `.h` file is C++: many are, and their name does not say. */
export function isCppHeader(code: string): boolean {
  // Blocks for both languages hide what is C++ in them behind this name.
  return cppMarks.test(code.slice(0, HEAD).replace(/^\s*#\s*ifdef __cplusplus[^]{0,400}?^\s*#\s*endif/gm, ''));
}
