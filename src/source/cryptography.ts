/** SHA-256 in hexadecimal digits. Node's cryptography is loaded when it is wanted: a file without findings has nothing to hash. */
export const sha256Of = (content: string | Uint8Array): string =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
