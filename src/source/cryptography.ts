/** Hashes and random names. Node's cryptography is loaded when it is wanted: a file without findings has nothing to hash. */

const cryptography = () => process.getBuiltinModule('node:crypto');

/** SHA-256 in hexadecimal digits. */
export const sha256Of = (content: string | Uint8Array): string =>
  cryptography().createHash('sha256').update(content).digest('hex');

/** Twelve hexadecimal digits that nobody can foresee. */
export const randomName = (): string => cryptography().randomBytes(6).toString('hex');
