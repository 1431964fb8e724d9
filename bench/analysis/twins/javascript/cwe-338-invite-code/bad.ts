import { randomBytes } from 'node:crypto';

interface Invite {
  email: string;
  token: string;
  delayMs: number;
}

export class Invites {
  private readonly open = new Map<string, Invite>();

  create(email: string): Invite {
    const token = Math.random().toString(36).slice(2) + Date.now().toString(36);
    const invite = { email, token, delayMs: 1000 };
    this.open.set(token, invite);
    return invite;
  }

  accept(token: string): string | undefined {
    const invite = this.open.get(token);
    this.open.delete(token);
    return invite?.email;
  }
}
