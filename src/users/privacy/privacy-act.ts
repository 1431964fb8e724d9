/** What a user does to the whole of their own data, and in which request. */
export interface PrivacyAct {
  userId: string;
  network: string;
  requestId: string;
}
