import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { AccountCreator } from '../../users/account-creator.js';
import { type EmailAddress, parseEmail } from '../../users/email-address.js';
import { isDisplayName } from '../../users/is-display-name.js';
import { UserDirectory } from '../../users/user-directory.js';
import { OneTimeLinks } from '../links/one-time-links.js';
import type { RequestOrigin } from '../request-origin.js';
import { OidcIdentities } from './oidc-identities.js';
import type { ProviderClaims } from './provider-claims.js';

/**
 * Which account somebody enters whom the provider vouches for. By subject where that is known. Otherwise by an address
 * that the provider has proved, and even so an account that has a password is not entered by default: whoever comes to
 * hold the address at the provider would take it over silently. Its owner links it while signed in.
 */
@Injectable()
export class OidcAdmission {
  constructor(
    private readonly users: UserDirectory,
    private readonly accounts: AccountCreator,
    private readonly identities: OidcIdentities,
    private readonly links: OneTimeLinks,
    private readonly configuration: Configuration,
  ) {}

  /**
   * The account, its row locked.
   * @throws Problem `oidc_not_admitted`, `oidc_not_linked`, `registration_closed` or `account_disabled`.
   */
  async admit(transaction: Transaction<Schema>, claims: ProviderClaims, origin: RequestOrigin): Promise<UserRow> {
    this.checkDomain(claims.email);
    const known = await this.identities.use(transaction, claims);
    const user =
      known === undefined ? await this.enter(transaction, claims, origin) : await this.row(transaction, known);
    if (user.kind !== 'person') throw new Problem('oidc_not_admitted');
    if (user.status !== 'active') throw new Problem('account_disabled');
    return user;
  }

  /** Links the provider's account to the user who asked for it while signed in. @throws Problem `conflict`. */
  async link(
    transaction: Transaction<Schema>,
    userId: string,
    claims: ProviderClaims,
    origin: RequestOrigin,
  ): Promise<UserRow> {
    const user = await this.row(transaction, userId);
    if (user.status !== 'active') throw new Problem('account_disabled');
    const owner = await this.identities.use(transaction, claims);
    // Linked to this account already: as asked.
    if (owner !== user.id) await this.identities.link(transaction, user, claims, origin);
    return user;
  }

  private async enter(
    transaction: Transaction<Schema>,
    claims: ProviderClaims,
    origin: RequestOrigin,
  ): Promise<UserRow> {
    const address = provedAddress(claims);
    const existing = await this.users.byEmailKey(address.key, transaction);
    const user = existing
      ? await this.adopt(transaction, existing)
      : await this.provision(transaction, address, claims.name, origin);
    await this.identities.link(transaction, user, claims, origin);
    return user;
  }

  private async adopt(transaction: Transaction<Schema>, { id }: UserRow): Promise<UserRow> {
    const { OIDC_LINKING } = this.configuration.settings;
    const user = await this.row(transaction, id);
    const passwordless = user.password_hash === null && user.kind === 'person';
    const proved = OIDC_LINKING === 'verified' && user.email_verified;
    // Registered by somebody who never proved the address: nobody has entered it, and its password is not the owner's.
    if (user.email_pending) await this.forgetRegistration(transaction, id);
    else if (OIDC_LINKING === 'never' || !(passwordless || proved)) throw new Problem('oidc_not_linked');
    if (!user.email_verified) await this.users.proveEmail(transaction, id);
    return this.row(transaction, id);
  }

  /** Its links with it: an account that is entered in another way gets no password by one. */
  private async forgetRegistration(transaction: Transaction<Schema>, id: string): Promise<void> {
    await transaction.updateTable('users').set({ password_hash: null }).where('id', '=', id).execute();
    await this.links.cancel(transaction, id);
  }

  private async provision(
    transaction: Transaction<Schema>,
    address: EmailAddress,
    name: string | null,
    { network, requestId }: RequestOrigin,
  ): Promise<UserRow> {
    const { OIDC_PROVISIONING, REGISTRATION } = this.configuration.settings;
    if ((OIDC_PROVISIONING ?? (REGISTRATION === 'open' ? 'on' : 'off')) === 'off') {
      throw new Problem('registration_closed');
    }
    const account = { address, name: isDisplayName(name) ? name : null, passwordHash: null, role: 'user' } as const;
    const { id } = await this.accounts.create(transaction, account, { network, requestId });
    await this.users.proveEmail(transaction, id);
    return this.row(transaction, id);
  }

  private checkDomain(email: string | null): void {
    const { OIDC_ALLOWED_DOMAINS } = this.configuration.settings;
    if (OIDC_ALLOWED_DOMAINS.length === 0) return;
    const address = email === null ? '' : parseEmail(email);
    const domain = typeof address === 'string' ? '' : address.key.slice(address.key.lastIndexOf('@') + 1);
    if (!OIDC_ALLOWED_DOMAINS.includes(domain)) {
      throw new Problem('oidc_not_admitted', { detail: 'Addresses of this domain are not admitted here.' });
    }
  }

  private async row(transaction: Transaction<Schema>, id: string): Promise<UserRow> {
    const user = await this.users.locked(transaction, id);
    if (!user) throw new Problem('oidc_not_admitted');
    return user;
  }
}

/** @throws Problem `oidc_not_admitted`. */
function provedAddress({ email, emailVerified }: ProviderClaims): EmailAddress {
  const address = email === null || !emailVerified ? null : parseEmail(email);
  if (address === null || typeof address === 'string') {
    throw new Problem('oidc_not_admitted', { detail: 'The provider vouches for no e-mail address of yours.' });
  }
  return address;
}
