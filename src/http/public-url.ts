import type { AddressInfo, Server } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Configuration } from '../config/configuration.js';

/**
 * Where people reach the service: BASE_URL, or without it the address that it listens on. Never what a request's Host
 * field says: whoever sends it could lead others astray.
 */
@Injectable()
export class PublicUrl {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly configuration: Configuration,
  ) {}

  /** @param path begins with a slash. */
  of(path: string): string {
    return (this.configuration.settings.BASE_URL ?? this.listening()) + path;
  }

  private listening(): string {
    const server: Server = this.adapter.httpAdapter.getHttpServer();
    const { address, port, family } = server.address() as AddressInfo;
    if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }
}
