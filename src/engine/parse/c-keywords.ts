/**
 * Names that C leaves to programs and C++ has taken: `new`, `class`, `this`. C is read by C++'s grammar, so these are read
 * as other names of the same length; the tree keeps the source as it was written.
 */
const taken =
  /\b(?:new|delete|this|class|private|public|protected|virtual|template|typename|namespace|operator|throw|try|catch|using|friend|explicit|mutable|and|or|not|xor|bitand|bitor|compl|and_eq|or_eq|not_eq|xor_eq|export|final|override|concept|requires|import|module|co_await|co_yield|co_return)\b/g;

/** The source as the parser is given it; offsets stay what they are. */
export function asNames(source: string): string {
  return source.replace(taken, (word) => `x${word.slice(1)}`);
}
