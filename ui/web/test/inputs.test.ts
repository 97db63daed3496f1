import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { API, Operation, Schema, SecurityScheme } from "../src/core/plan";
import { encodeBody } from "../src/core/body";
import { asked } from "../src/core/inputs";
import { complete } from "../src/core/link";
import { build } from "../src/core/request";
import { SchemaBook } from "../src/core/schema";
import { firstChoice } from "../src/core/server";

const book = new SchemaBook(new Map());
const schemes = new Map<string, SecurityScheme>([
  ["key", { type: "apiKey", in: "header", name: "X-Key" }],
  ["token", { type: "apiKey", in: "query", name: "key" }],
  ["basic", { type: "http", scheme: "basic" }],
]);

function api(specVersion: string): API {
  return { title: "", specVersion, servers: [], operations: [], schemas: new Map(), securitySchemes: schemes };
}

const op: Operation = {
  id: "o",
  method: "GET",
  path: "/",
  parameters: ["x-key", "Authorization", "accept", "Content-Type", "X-Other"].map((name) => ({ name, in: "header", required: true, style: "simple" })).concat({ name: "key", in: "query", required: true, style: "form" }),
};
const secured = { ...op, security: [[{ scheme: "key" }, { scheme: "basic" }], [{ scheme: "token" }]] };

test("what signing in gives, and what the description cannot define, is not asked for", () => {
  const names = (o: Operation, version: string) => asked(o, api(version), book).parameters!.map((p) => p.name);
  assert.deepEqual(names(secured, "3.0.3"), ["X-Other"]);
  assert.deepEqual(names(op, "3.1.0"), ["x-key", "X-Other", "key"]);
  assert.deepEqual(names(op, "2.0"), ["x-key", "Authorization", "accept", "Content-Type", "X-Other", "key"]);
  assert.deepEqual(names(secured, "2.0"), ["accept", "Content-Type", "X-Other"]);
  assert.ok(complete(asked(secured, api("3.0.3"), book), new Map([["X-Other", "1"]])));
});

test("a credential stands in place of a parameter of its name", () => {
  const params = new Map<string, unknown>(op.parameters!.map((p) => [`${p.in}:${p.name}`, "mine"]));
  const credentials = new Map([["key", { secret: "K" }], ["basic", { user: "u", secret: "p" }]]);
  const setting = { servers: [{ url: "https://api.test" }], schemes, choice: firstChoice(), here: "https://page.test/" };
  const header = (wire: { headers: [string, string][] }, name: string) => wire.headers.filter(([n]) => n.toLowerCase() === name).map(([, v]) => v);
  const both = build(secured, { params }, { ...setting, credentials }).wire!;
  assert.deepEqual(header(both, "x-key"), ["K"]);
  assert.deepEqual(header(both, "authorization"), ["Basic dTpw"]);
  assert.equal(both.url, "https://api.test/?key=mine");
  const query = build(secured, { params }, { ...setting, credentials: new Map([["token", { secret: "T" }]]) }).wire!;
  assert.equal(query.url, "https://api.test/?key=T");
});

test("parameters that the browser decides about do not hold a list up", () => {
  assert.ok(complete({ id: "o", method: "GET", path: "/", parameters: [{ name: "s", in: "cookie", required: true }, { name: "Origin", in: "header", required: true }] }, new Map()));
});

test("a body of any type is JSON unless it is a file", () => {
  const object: Schema = { types: ["object"], properties: [{ name: "n", schema: { types: ["string"] } }] };
  const types = (...content: { type: string; schema?: Schema }[]) => asked({ ...op, body: { content } }, api("3.0.3"), book).body!.content!.map((m) => m.type);
  for (const schema of [object, { types: ["array"], items: object }, { oneOf: [object, { types: ["string"] }] }, { types: ["string"] }, {}] as Schema[]) {
    assert.deepEqual(types({ type: "*/*", schema }), ["application/json"]);
    assert.deepEqual(types({ type: "application/*", schema }), ["application/json"]);
  }
  assert.deepEqual(types({ type: "*/*", schema: { types: ["string"], format: "binary" } }), ["*/*"]);
  assert.deepEqual(types({ type: "*/*" }, { type: "image/*", schema: { types: ["string"] } }), ["*/*", "image/*"]);
  assert.deepEqual(types({ type: "application/json", schema: object }, { type: "*/*", schema: object }), ["application/json"]);
  assert.equal(encodeBody({ type: "application/json", schema: object }, ["a"]).data, '["a"]');
});
