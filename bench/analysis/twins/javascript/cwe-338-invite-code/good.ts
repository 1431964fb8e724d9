import { randomBytes } from 'node:crypto';

interface Invite {
  email: string;
  token: string;
  delayMs: number;
}

export class Invites {
  private readonly open = new Map<string, Invite>();

  create(email: string): Invite {
    const token = randomBytes(24).toString('base64url');
    const invite = { email, token, delayMs: 1000 };
    invite.delayMs += Math.floor(Math.random() * 250);
    this.open.set(token, invite);
    return invite;
  }

  accept(token: string): string | undefined {
    const invite = this.open.get(token);
    this.open.delete(token);
    return invite?.email;
  }
}
