import { Module } from '@nestjs/common';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { SessionDirectory } from './session-directory.js';
import { SessionEnding } from './session-ending.js';
import { SessionLiveness } from './session-liveness.js';
import { SessionRefresh } from './session-refresh.js';
import { SessionRetention } from './session-retention.js';
import { SessionRotation } from './session-rotation.js';
import { SessionStarter } from './session-starter.js';
import { SessionUses } from './session-uses.js';
import { SessionsController } from './sessions.controller.js';

/** Sign-ins that last: begun, refreshed, listed and ended. */
@Module({
  imports: [TokensModule, AuthThrottleModule],
  controllers: [SessionsController],
  providers: [
    SessionDirectory,
    SessionStarter,
    SessionRotation,
    SessionRefresh,
    SessionEnding,
    SessionLiveness,
    SessionUses,
    SessionRetention,
  ],
  exports: [SessionDirectory, SessionStarter, SessionRefresh, SessionLiveness, SessionRetention],
})
export class SessionsModule {}
