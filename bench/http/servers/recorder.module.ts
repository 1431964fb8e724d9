import { Module } from '@nestjs/common';
import { CallerCipher } from '../../../src/activity/recorder/caller-cipher.js';
import { NetworkPlaces } from '../../../src/activity/recorder/network-places.js';
import { EventWriter } from '../../../src/activity/recorder/event-writer.js';
import { RequestRecorder } from '../../../src/activity/recorder/request-recorder.js';

/** What activity does for a request: the event, into the stream. Who keeps it afterwards may be another instance. */
@Module({ providers: [CallerCipher, NetworkPlaces, EventWriter, RequestRecorder] })
export class RecorderModule {}
