import { IsIn, IsOptional } from 'class-validator';

/** How a tenant is deleted. */
export class DeleteTenantQueryDto {
  /** `true`: delete the tenant even while handovers run or deliveries wait. */
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly force?: 'true' | 'false';
}
