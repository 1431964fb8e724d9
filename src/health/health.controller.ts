import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';

@Controller('health')
@Public()
export class HealthController {
  /** The process runs and its event loop turns; nothing else is asked, so that a sick store does not restart it. */
  @Get('live')
  @ApiRoute({ summary: 'The process is alive', answers: { 200: { description: 'Alive', example: { status: 'ok' } } } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
