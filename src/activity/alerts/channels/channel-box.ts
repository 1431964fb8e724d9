import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.js';
import { SecretBox } from '../../../config/secret-box.js';
import type { AlertChannelRow } from '../../../database/tables/alerts.js';

export type ChannelTarget = { url: string } | { addresses: string[] };

/** Keeps what a channel must not show: where it leads, and what it signs with. */
@Injectable()
export class ChannelBox {
  private readonly box: SecretBox;

  constructor(configuration: Configuration) {
    this.box = new SecretBox(configuration.secrets.data, 'alert channels');
  }

  sealTarget(id: string, target: ChannelTarget): Buffer {
    return this.box.seal(Buffer.from(JSON.stringify(target)), `${id} target`);
  }

  sealSecret(id: string, secret: string): Buffer {
    return this.box.seal(Buffer.from(secret), `${id} secret`);
  }

  /** Null when it was sealed under another data secret. */
  target({ id, target }: Pick<AlertChannelRow, 'id' | 'target'>): ChannelTarget | null {
    const opened = this.box.open(target, `${id} target`);
    return opened === null ? null : (JSON.parse(opened.toString()) as ChannelTarget);
  }

  /** Those to sign with now: the older one too while a rotation goes on. */
  secrets(row: Pick<AlertChannelRow, 'id' | 'secret' | 'previous_secret' | 'previous_until'>, now: number): string[] {
    const { id, secret, previous_secret, previous_until } = row;
    const older = previous_until !== null && previous_until.getTime() > now ? previous_secret : null;
    return [secret, older].flatMap((sealed) => {
      const opened = sealed === null ? null : this.box.open(sealed, `${id} secret`);
      return opened === null ? [] : [opened.toString()];
    });
  }
}
