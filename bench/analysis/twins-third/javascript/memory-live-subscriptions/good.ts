import { Controller, Get, Injectable, MessageEvent, Module, Param, Sse } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { Observable } from 'rxjs';

const FLEET = 400;

export interface Position {
  vehicle: string;
  latitude: number;
  longitude: number;
  at: number;
}

@Injectable()
export class PositionFeed {
  private readonly emitter = new EventEmitter();
  private readonly last = new Map<string, Position>();

  constructor() {
    this.emitter.setMaxListeners(0);
  }

  publish(position: Position): void {
    const before = this.last.get(position.vehicle);
    if (before !== undefined && before.at > position.at) {
      return;
    }
    if (before === undefined && this.last.size >= FLEET) {
      throw new RangeError('more vehicles than there are');
    }
    this.last.set(position.vehicle, position);
    this.emitter.emit('position', position);
  }

  latest(vehicle: string): Position | undefined {
    return this.last.get(vehicle);
  }

  watch(vehicle: string): Observable<MessageEvent> {
    return new Observable<MessageEvent>((subscriber) => {
      const listener = (position: Position): void => {
        if (position.vehicle === vehicle) {
          subscriber.next({ data: position, id: String(position.at) });
        }
      };
      const known = this.latest(vehicle);
      if (known !== undefined) {
        listener(known);
      }
      this.emitter.on('position', listener);
      return () => {
        this.emitter.off('position', listener);
      };
    });
  }
}

@Controller('vehicles')
export class PositionController {
  constructor(private readonly feed: PositionFeed) {}

  @Sse(':vehicle/positions')
  positions(@Param('vehicle') vehicle: string): Observable<MessageEvent> {
    return this.feed.watch(vehicle);
  }

  @Get(':vehicle/position')
  position(@Param('vehicle') vehicle: string): Position | Record<string, never> {
    return this.feed.latest(vehicle) ?? {};
  }
}

@Module({ providers: [PositionFeed], controllers: [PositionController], exports: [PositionFeed] })
export class PositionModule {}
