import { Module } from '@nestjs/common';
import { PublicUrl } from '../../http/public-url.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { DeviceApproval } from './device-approval.js';
import { DevicePageController } from './device-page.controller.js';
import { DevicePolls } from './device-polls.js';
import { DeviceRecord } from './device-record.js';
import { DeviceRequests } from './device-requests.js';
import { DeviceSignIn } from './device-sign-in.js';
import { DeviceController } from './device.controller.js';

/** Sign-in of devices, and the page on which it is approved. */
@Module({
  imports: [SessionsModule, AuthThrottleModule],
  controllers: [DeviceController, DevicePageController],
  providers: [PublicUrl, DeviceRequests, DevicePolls, DeviceSignIn, DeviceApproval, DeviceRecord],
})
export class DeviceModule {}
