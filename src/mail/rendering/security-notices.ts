import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseCheckedYaml } from '../../config/checked-yaml.js';
import { securityEvents, type SecurityNotice } from '../mail.js';
import { harmless } from './template.js';

const event = z.strictObject({ title: z.string(), sentence: z.string(), advice: z.string().optional() });
const schema = z.strictObject({ default_advice: z.string(), events: z.record(z.enum(securityEvents), event) });

export interface NoticeText {
  title: string;
  sentence: string;
  advice: string;
  /** Label and value of what is known of the event. */
  details: [string, string][];
}

/** The sentences of the security notices. */
export class SecurityNotices {
  private readonly texts = parseCheckedYaml(
    readFileSync(new URL('../templates/security-notice.yaml', import.meta.url), 'utf8'),
    schema,
  );

  of({ what, network, device, subject }: SecurityNotice): NoticeText {
    const { title, sentence, advice } = this.texts.events[what];
    const details: [string, string][] = [];
    if (subject !== undefined) details.push(['What', harmless(subject)]);
    if (network !== undefined) details.push(['From', network]);
    if (device !== undefined && device !== null) details.push(['With', harmless(device)]);
    return { title, sentence, advice: advice ?? this.texts.default_advice, details };
  }
}
