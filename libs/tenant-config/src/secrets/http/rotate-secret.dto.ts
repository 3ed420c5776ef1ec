import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { MAX_OVERLAP_MINUTES } from '../../domain/secrets/previous-secrets.js';

/** Options of a rotation. All members are optional. */
export class RotateSecretDto {
  /**
   * Minutes during which the former value stays valid, up to 43200 (30 days). Default 0: it stops working at once. Use 0 if others may know
   * it.
   * @example 60
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_MINUTES)
  readonly overlapMinutes?: number;

  /**
   * The new value; the rules of the setting apply. Omitted: this service generates one. Required for `realtimeAccessToken`, which only
   * Engage can generate.
   * @example "kJ8sLq2vXw0Zr5Tn7Yb3"
   */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  readonly value?: string;
}
