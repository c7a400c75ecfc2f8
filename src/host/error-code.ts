/** The code of a system error, such as `ENOENT`; undefined for what is none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
