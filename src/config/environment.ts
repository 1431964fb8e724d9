/** The only reader of `process.env`. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
