import {
  BadRequestException,
  Controller,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Query,
} from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, Index, PrimaryGeneratedColumn, Repository, SelectQueryBuilder } from 'typeorm';

@Entity()
export class Vehicle {
  @PrimaryGeneratedColumn()
  id!: number;

  @Index({ unique: true })
  @Column()
  plate!: string;

  @Column()
  maker!: string;

  @Column('int')
  seats!: number;

  @Column('int')
  mileage!: number;
}

export interface VehicleQuery {
  maker?: string;
  seats?: string;
  sort?: string;
  direction?: string;
}

type Direction = 'ASC' | 'DESC';

const SORTABLE: ReadonlySet<string> = new Set(['plate', 'maker', 'seats', 'mileage']);

@Injectable()
export class VehicleService {
  constructor(@InjectRepository(Vehicle) private readonly vehicles: Repository<Vehicle>) {}

  async list(query: VehicleQuery): Promise<Vehicle[]> {
    const builder = this.vehicles.createQueryBuilder('v');
    this.narrow(builder, query);
    const direction: Direction = query.direction === 'desc' ? 'DESC' : 'ASC';
    const sort = query.sort ?? 'plate';
    if (!SORTABLE.has(sort)) {
      throw new BadRequestException('sort');
    }
    return builder.orderBy(`v.${sort}`, direction).take(100).getMany();
  }

  async one(id: number): Promise<Vehicle> {
    const vehicle = await this.vehicles.findOneBy({ id });
    if (vehicle === null) {
      throw new NotFoundException('vehicle');
    }
    return vehicle;
  }

  private narrow(builder: SelectQueryBuilder<Vehicle>, query: VehicleQuery): void {
    if (query.seats !== undefined) {
      builder.andWhere('v.seats >= :seats', { seats: Number(query.seats) });
    }
    if (query.maker !== undefined) {
      const maker = query.maker.toLowerCase();
      builder.andWhere(`LOWER(v.maker) LIKE '${maker}%'`);
    }
  }
}

@Controller('vehicles')
export class VehicleController {
  constructor(private readonly service: VehicleService) {}

  @Get()
  list(@Query() query: VehicleQuery): Promise<Vehicle[]> {
    return this.service.list(query);
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number): Promise<Vehicle> {
    return this.service.one(id);
  }
}

@Module({
  imports: [TypeOrmModule.forFeature([Vehicle])],
  controllers: [VehicleController],
  providers: [VehicleService],
})
export class VehicleModule {}
