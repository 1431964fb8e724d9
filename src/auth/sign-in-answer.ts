import type { UserRow } from '../database/tables/users.js';
import { exampleUser, type UserView, userView } from '../users/user-view.js';
import type { AccessToken } from './tokens/access-token-issuer.js';

/** What register, login and refresh answer. */
export interface SignInAnswer {
  user: UserView;
  access_token: string;
  token_type: 'Bearer';
  /** Seconds until the access token expires. */
  expires_in: number;
  refresh_token: string;
}

export function signInAnswer(user: UserRow, access: AccessToken, refreshToken: string): SignInAnswer {
  return {
    user: userView(user),
    access_token: access.token,
    token_type: 'Bearer',
    expires_in: access.expiresIn,
    refresh_token: refreshToken,
  };
}

/** For the documentation of routes. */
export const exampleSignIn: SignInAnswer = {
  user: exampleUser,
  access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6…',
  token_type: 'Bearer',
  expires_in: 86_400,
  refresh_token: 'cpr_AZfwolwfemGdCz8PShwrfgAAAAC0…',
};
