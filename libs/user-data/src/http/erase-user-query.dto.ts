import { IsIn, IsOptional } from 'class-validator';

/** How a customer's data is erased. */
export class EraseUserQueryDto {
  /** `true`: also while handovers are running or deliveries are waiting, which are discarded. */
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly force?: 'true' | 'false';
}
