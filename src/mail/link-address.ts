import type { LinkTemplate } from './mail.js';

/**
 * Where a one-time link leads: a page of this service (auth/links). The token stands in the fragment, which a browser
 * keeps to itself: no log or referrer sees it, and a mail scanner that opens the link does not use it up.
 */
export function linkAddress(baseUrl: string, purpose: LinkTemplate, token: string): string {
  return `${baseUrl}/links/${purpose}#token=${token}`;
}
