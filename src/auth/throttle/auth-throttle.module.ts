import { Module } from '@nestjs/common';
import { AuthThrottle } from './auth-throttle.js';
import { StrangerCap } from './stranger-cap.js';

/** How often somebody may guess. */
@Module({
  providers: [AuthThrottle, StrangerCap],
  exports: [AuthThrottle, StrangerCap],
})
export class AuthThrottleModule {}
