import type { EmailAddress } from '../../users/email-address.js';

/** What somebody who opens an account has typed. */
export interface Registration {
  address: EmailAddress;
  name: string | null;
  password: string;
  /** Makes the account the first admin. */
  setupToken: string | undefined;
}
