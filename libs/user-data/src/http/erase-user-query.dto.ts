import { IsIn, IsOptional } from 'class-validator';

/** How a customer's data is erased. */
export class EraseUserQueryDto {
  /**
   * `true`: erase the user even while handovers are running or deliveries are waiting; waiting deliveries are
   * discarded.
   */
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly force?: 'true' | 'false';
}
