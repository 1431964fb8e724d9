/** One language as GET /languages lists it. */
export interface LanguageEntry {
  id: string;
  title: string;
  extensions: readonly string[];
  aliases: readonly string[];
  rules: number;
}
