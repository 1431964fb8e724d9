/** The name under which an environment keeps what was proved of an expression; no variable is written like this. */
export function proofName(text: string): string {
  return `=${text}`;
}

export function isProof(name: string): boolean {
  return name.startsWith('=');
}
