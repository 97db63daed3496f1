// Encodes texts with the reference, npm's tiktoken. It reads lines of JSON strings
// and writes, for each, a line of token ids.
//
//	node reference.cjs FOLDER ENCODING <texts >ids
//
// FOLDER is where "npm install tiktoken" was run.
const { createRequire } = require('node:module');
const { createInterface } = require('node:readline');

const [folder, name] = process.argv.slice(2);
const encoding = createRequire(`${folder}/`)('tiktoken').get_encoding(name);
const out = [];
createInterface({ input: process.stdin, crlfDelay: Infinity })
	.on('line', (line) => out.push(encoding.encode_ordinary(JSON.parse(line)).join(' ')))
	.on('close', () => process.stdout.write(out.join('\n') + '\n'));
