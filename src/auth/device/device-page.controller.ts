import { readFileSync } from 'node:fs';
import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../../access/route-access.js';
import { PAGE_POLICY } from '../../http/security-headers.js';
import { ApiRoute } from '../../openapi/api-route.js';

const read = (name: string) => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');

/** The page behind `verification_uri`: it signs in against this API, keeps its token in memory, and asks the user. */
@Controller('device')
@Public()
export class DevicePageController {
  private readonly page = read('device.html.txt');
  private readonly script = read('device.js.txt');
  private readonly style = read('device.css.txt');

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @ApiRoute({ summary: 'The page on which a device is approved', answers: { 200: { description: 'HTML' } } })
  html(): string {
    return this.page;
  }

  @Get('page.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @ApiRoute({ summary: 'Its script', answers: { 200: { description: 'JavaScript' } } })
  js(): string {
    return this.script;
  }

  @Get('page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @ApiRoute({ summary: 'Its style', answers: { 200: { description: 'CSS' } } })
  css(): string {
    return this.style;
  }
}
