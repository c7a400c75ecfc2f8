/** The least that any linter of scripts in YAML has to do: loads the two parsers, parses the file and its scripts. */
import { readFileSync } from 'node:fs';
import { parse } from 'unbash';
import { isScalar, parseDocument, visit } from 'yaml';

const SCRIPT = /^(before_|after_)?script$/;

let commands = 0;
visit(parseDocument(readFileSync(process.argv[2], 'utf8')), {
  Pair(_, { key, value }) {
    if (!SCRIPT.test(key?.value)) return;
    for (const line of isScalar(value) ? [value] : value.items) commands += parse(line.value).commands.length;
  },
});
console.log(`${commands} commands`);
