import type { DynamicModule } from '@nestjs/common';
import { ActivityModule } from '../../../src/activity/activity.module.js';
import { createApp } from '../../../src/app.js';
import { AppModule } from '../../../src/app.module.js';
import { Configuration } from '../../../src/config/configuration.js';
import { readEnvironment } from '../../../src/config/environment.js';
import { LayersController } from './layers.controller.js';
import { RecorderModule } from './recorder.module.js';
import { serve } from './serve.js';

/**
 * The service with the benchmark's routes, and of activity
 * - `none`: nothing;
 * - `recorder`: what is done for each request;
 * - `all`: also what keeps the events afterwards, in the same process.
 */
type Activity = 'none' | 'recorder' | 'all';

function compose(configuration: Configuration, activity: Activity): DynamicModule {
  const whole = AppModule.of(configuration);
  const rooms = (whole.imports ?? []).filter((room) => room !== ActivityModule);
  const recorded = { none: [], recorder: [RecorderModule], all: [ActivityModule] }[activity];
  return {
    ...whole,
    imports: [...rooms, ...recorded],
    controllers: [LayersController],
  };
}

const configuration = Configuration.parse(readEnvironment());
await serve(await createApp(configuration, compose(configuration, process.argv[2] as Activity)));
