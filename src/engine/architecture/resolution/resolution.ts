/** What an import's specifier turned out to be. */
export type Resolution =
  | { to: 'internal'; path: string }
  | { to: 'external'; name: string }
  | { to: 'builtin'; name: string }
  /** A style, picture or other file that holds no imports of its own. */
  | { to: 'asset' }
  /** It can only mean something of the upload, and is not there. */
  | { to: 'unresolved'; reason: string };

export const internal = (path: string): Resolution => ({ to: 'internal', path });
export const unresolved = (reason: string): Resolution => ({ to: 'unresolved', reason });
