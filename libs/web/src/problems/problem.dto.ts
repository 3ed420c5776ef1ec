/** One error of an input. */
export class InvalidFieldDto {
  /**
   * Place of the error: a JSON pointer (RFC 6901) into the body, or the name of a query parameter.
   * @example "/engage/baseApiUrl"
   */
  readonly pointer!: string;
  /**
   * What is wrong there.
   * @example "must be a URL"
   */
  readonly detail!: string;
}

/** Why a call failed (RFC 9457, `application/problem+json`). */
export class ProblemDto {
  /**
   * Always `about:blank`: `code` identifies the error.
   * @example "about:blank"
   */
  readonly type!: string;
  /**
   * Title of the HTTP status.
   * @example "Bad Request"
   */
  readonly title!: string;
  /**
   * The HTTP status.
   * @example 400
   */
  readonly status!: number;
  /**
   * What happened and how to fix it.
   * @example "The input is invalid (1 error)."
   */
  readonly detail!: string;
  /**
   * The path that was called.
   * @example "/admin/tenants"
   */
  readonly instance!: string;
  /**
   * Stable name of the error, for programs.
   * @example "request.invalid"
   */
  readonly code!: string;
  /**
   * Finds this call in the logs; also in the header `X-Request-Id`.
   * @example "0d1c62f5-7c7e-4f0e-a4f5-1f4a8ac3a1f0"
   */
  readonly requestId!: string;
  /** All errors of an invalid request. */
  readonly errors?: InvalidFieldDto[];
}
