/** The licences of the packages that are inside the bundle, which their authors ask to be passed on. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @param inputs the files that are inside */
export async function noticesOf(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const notices = await Promise.all([...folders].sort().map(noticeOf));
  return `pipelint contains these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (!file) throw new Error(`${folder} has no licence file`);
  return `${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
}
