import { Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import type { BrowserSecret } from './browser-secret.js';
import { failureOf } from './oidc-failure.js';
import { type ProviderClaims, readClaims } from './provider-claims.js';

/** How long what the provider says of itself is believed, ms. */
const DISCOVERY_LIFE_MS = 600_000;
/** Longest wait for one of its answers, seconds: somebody's browser waits too. */
const TIMEOUT = 5;
const CALLBACK = '/auth/oidc/callback';

/**
 * The one OpenID Connect provider (authorization code flow with PKCE, state and nonce). Its metadata is kept for a while;
 * its keys are fetched for each sign-in, which is rare, so that a key it has changed is right at once. Every ID token's
 * signature is checked, though it came over TLS, and only against asymmetric algorithms.
 */
@Injectable()
export class OidcProvider {
  private known: { metadata: Promise<client.ServerMetadata>; until: number } | undefined;

  constructor(private readonly configuration: Configuration) {}

  get enabled(): boolean {
    return this.configuration.settings.OIDC_ISSUER !== undefined;
  }

  /**
   * Where the browser goes to sign in.
   * @param fresh the provider shall ask for the credentials whatever it remembers.
   * @throws Problem `unavailable` when the provider does not answer.
   */
  async authorizationUrl(browser: BrowserSecret, state: string, fresh: boolean): Promise<string> {
    const config = await this.config();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: this.callback(),
      scope: this.configuration.settings.OIDC_SCOPES,
      state,
      nonce: browser.nonce(state),
      code_challenge: await client.calculatePKCECodeChallenge(browser.codeVerifier(state)),
      code_challenge_method: 'S256',
      ...(fresh ? { prompt: 'login' } : {}),
    });
    return url.href;
  }

  /**
   * What the provider says of whoever comes back from it.
   * @param query of the callback, as it came.
   * @throws Problem `oidc_refused`, or `unavailable` when the provider does not answer.
   */
  async claims(browser: BrowserSecret, state: string, query: string): Promise<ProviderClaims> {
    const config = await this.config();
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(`${this.callback()}?${query}`), {
        expectedState: state,
        expectedNonce: browser.nonce(state),
        pkceCodeVerifier: browser.codeVerifier(state),
        idTokenExpected: true,
      });
      const idToken = tokens.claims();
      if (idToken === undefined) throw new Problem('oidc_refused');
      // Many providers keep the profile out of the ID token.
      const told = idToken['email'] !== undefined && idToken['email_verified'] !== undefined;
      const profile =
        told || config.serverMetadata().userinfo_endpoint === undefined
          ? idToken
          : await client.fetchUserInfo(config, tokens.access_token, idToken.sub);
      return readClaims(idToken, profile, Date.now());
    } catch (error) {
      throw failureOf(error);
    }
  }

  private async config(): Promise<client.Configuration> {
    const { OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = this.configuration.settings;
    const metadata = await this.metadata();
    // Made anew each time: the keys that it comes to know are then no older than the sign-in.
    const config = new client.Configuration(
      { ...metadata },
      OIDC_CLIENT_ID as string,
      undefined,
      clientAuth(OIDC_CLIENT_SECRET, metadata),
    );
    config.timeout = TIMEOUT;
    client.enableNonRepudiationChecks(config);
    if (this.issuer().protocol === 'http:') client.allowInsecureRequests(config);
    return config;
  }

  private async metadata(): Promise<client.ServerMetadata> {
    if (this.known === undefined || this.known.until < performance.now()) {
      this.known = { metadata: this.discover(), until: performance.now() + DISCOVERY_LIFE_MS };
    }
    const { known } = this;
    try {
      return await known.metadata;
    } catch (error) {
      if (this.known === known) this.known = undefined;
      throw failureOf(error);
    }
  }

  private async discover(): Promise<client.ServerMetadata> {
    const issuer = this.issuer();
    const found = await client.discovery(
      issuer,
      this.configuration.settings.OIDC_CLIENT_ID as string,
      undefined,
      client.None(),
      {
        timeout: TIMEOUT,
        execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      },
    );
    const metadata: client.ServerMetadata = found.serverMetadata();
    // RFC 8725 §3.1: what the provider may sign with is what anybody can check, and never "none".
    const algorithms = (metadata.id_token_signing_alg_values_supported ?? ['RS256']).filter((name) =>
      /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/.test(name),
    );
    return { ...metadata, id_token_signing_alg_values_supported: algorithms };
  }

  private issuer(): URL {
    return new URL(this.configuration.settings.OIDC_ISSUER as string);
  }

  private callback(): string {
    return `${this.configuration.settings.BASE_URL as string}${CALLBACK}`;
  }
}

/** As the provider takes it: in the body when it says so and only so, else in the Authorization field, which all must take. */
function clientAuth(secret: string | undefined, metadata: client.ServerMetadata): client.ClientAuth {
  if (secret === undefined) return client.None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const basic = methods.includes('client_secret_basic') || !methods.includes('client_secret_post');
  return basic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}
