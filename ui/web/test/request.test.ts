import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Operation, SecurityScheme } from "../src/core/plan";
import { curl } from "../src/core/curl";
import { masked } from "../src/core/auth";
import { build, type Inputs, paramKey, ruledOut, type Setting } from "../src/core/request";
import { firstChoice } from "../src/core/server";

function setting(over: Partial<Setting> = {}): Setting {
  return { servers: [{ url: "https://api.test/v1/" }], schemes: new Map(), choice: firstChoice(), credentials: new Map(), here: "https://page.test/ui/", ...over };
}

function inputs(params: [string, unknown][], body?: Inputs["body"]): Inputs {
  return { params: new Map(params), body };
}

const get: Operation = {
  id: "get",
  method: "GET",
  path: "/things/{id}/parts",
  parameters: [
    { name: "id", in: "path", required: true, style: "simple" },
    { name: "id", in: "query", style: "form", explode: true },
    { name: "X-Trace", in: "header", style: "simple" },
    { name: "Cookie", in: "header", style: "simple" },
    { name: "session", in: "cookie", style: "form" },
  ],
  responses: [{ status: "200", content: [{ type: "text/csv" }, { type: "application/json; charset=utf-8" }] }, { status: "404", content: [{ type: "application/problem+json" }] }],
};

test("parameters go where they belong, even with the same name", () => {
  const { wire, problems } = build(get, inputs([["path:id", "a b/c"], ["query:id", [1, 2]], ["header:X-Trace", "t"], ["header:Cookie", "no"], ["cookie:session", "no"]]), setting());
  assert.deepEqual(problems, []);
  assert.equal(wire!.url, "https://api.test/v1/things/a%20b%2Fc/parts?id=1&id=2");
  assert.deepEqual(wire!.headers, [["X-Trace", "t"], ["Accept", "application/json, text/csv;q=0.5"]]);
});

test("a path that would become another one is not sent", () => {
  for (const value of ["", ".", ".."]) {
    const { wire, problems } = build(get, inputs([["path:id", value]]), setting());
    assert.equal(wire, undefined);
    assert.equal(problems.length, 1, value);
  }
  assert.match(build({ ...get, path: "/x/{other}", parameters: [] }, inputs([]), setting()).problems[0]!, /\{other\}/);
});

test("a value that looks like another parameter's place stays a value", () => {
  const op: Operation = { id: "x", method: "GET", path: "/{a}/{b}", parameters: [{ name: "a", in: "path" }, { name: "b", in: "path" }] };
  assert.equal(build(op, inputs([["path:a", "{b}"], ["path:b", "$&"]]), setting()).wire!.url, "https://api.test/v1/%7Bb%7D/%24%26");
});

test("what browsers refuse is said before it is tried", () => {
  assert.match(build({ id: "t", method: "TRACE", path: "/" }, inputs([]), setting()).problems[0]!, /TRACE/);
  assert.match(build({ id: "g", method: "GET", path: "/", body: { content: [{ type: "application/json" }] } }, inputs([], { type: "application/json", value: {} }), setting()).problems[0]!, /body with GET/);
  assert.match(build(get, inputs([["path:id", 1], ["header:X-Trace", "a\r\nb: c"]]), setting()).problems[0]!, /X-Trace/);
  assert.ok(ruledOut({ in: "header", name: "Sec-Fetch-Mode" }));
  assert.equal(ruledOut({ in: "header", name: "X-Api-Version" }), undefined);
  assert.ok(ruledOut({ in: "cookie", name: "a" }));
});

test("paths keep their own query and lose their fragment", () => {
  const op: Operation = { id: "q", method: "GET", path: "/x?op=list#y", parameters: [{ name: "a", in: "query", style: "form" }] };
  assert.equal(build(op, inputs([["query:a", 1]]), setting()).wire!.url, "https://api.test/v1/x?op=list&a=1");
});

test("querystring is the whole query", () => {
  const op: Operation = { id: "q", method: "GET", path: "/x", parameters: [{ name: "all", in: "querystring", content: [{ type: "application/x-www-form-urlencoded" }] }] };
  assert.equal(build(op, inputs([["querystring:all", { a: "1 2", b: [3, 4] }]]), setting()).wire!.url, "https://api.test/v1/x?a=1+2&b=3&b=4");
});

test("servers: relative, with variables, of the operation, wrong", () => {
  const op: Operation = { id: "x", method: "GET", path: "/x" };
  const url = (over: Partial<Setting>, o = op) => build(o, inputs([]), setting(over)).wire?.url;
  assert.equal(url({ servers: [{ url: "/v2" }] }), "https://page.test/v2/x");
  assert.equal(url({ servers: [{ url: "api" }] }), "https://page.test/ui/api/x");
  assert.equal(url({ servers: [] }), "https://page.test/x");
  assert.equal(url({ servers: [{ url: "https://{region}.api.test:{port}/{base}", variables: [{ name: "region", default: "eu" }, { name: "port", default: "8443" }, { name: "base", default: "v1" }] }], choice: { index: 0, variables: new Map([["region", "us"]]) } }), "https://us.api.test:8443/v1/x");
  assert.equal(url({}, { ...op, servers: [{ url: "https://upload.test" }] }), "https://upload.test/x");
  assert.equal(url({ choice: { index: 0, variables: new Map(), custom: "http://localhost:3000" } }), "http://localhost:3000/x");
  assert.equal(url({ servers: [{ url: "https://api.test/v1?key=a#frag" }] }), "https://api.test/v1/x?key=a");
  for (const bad of ["javascript:alert(1)", "https://", "https://user:pw@api.test", "ftp://x"]) {
    assert.equal(url({ servers: [{ url: bad }] }), undefined, bad);
  }
  assert.match(build(op, inputs([]), setting({ servers: [{ url: "/v1" }], here: "file:///tmp/a.html" })).problems[0]!, /opened from a file/);
});

const schemes = new Map<string, SecurityScheme>([
  ["key", { type: "apiKey", in: "query", name: "api key" }],
  ["head", { type: "apiKey", in: "header", name: "X-Key" }],
  ["basic", { type: "http", scheme: "basic" }],
  ["token", { type: "oauth2" }],
  ["digest", { type: "http", scheme: "digest" }],
  ["cookie", { type: "apiKey", in: "cookie", name: "sid" }],
]);

function secured(security: string[][], credentials: [string, { user?: string; secret: string }][]) {
  const op: Operation = { id: "s", method: "GET", path: "/s", security: security.map((names) => names.map((scheme) => ({ scheme }))) };
  return build(op, inputs([]), setting({ schemes, credentials: new Map(credentials) })).wire!;
}

test("the first alternative that is filled in is used", () => {
  const wire = secured([["key", "head"], ["token"]], [["key", { secret: "k" }], ["token", { secret: "t" }]]);
  assert.equal(wire.url, "https://api.test/v1/s");
  assert.deepEqual(wire.headers[0], ["Authorization", "Bearer t"]);
  const both = secured([["key", "head"]], [["key", { secret: "k&1" }], ["head", { secret: "h" }]]);
  assert.equal(both.url, "https://api.test/v1/s?api%20key=k%261");
  assert.deepEqual(both.headers[0], ["X-Key", "h"]);
});

test("each scheme in its own words", () => {
  assert.deepEqual(secured([["basic"]], [["basic", { user: "zoë", secret: "p:w" }]]).headers[0], ["Authorization", "Basic " + Buffer.from("zoë:p:w").toString("base64")]);
  assert.deepEqual(secured([["token"]], [["token", { secret: " Bearer abc " }]]).headers[0], ["Authorization", "Bearer abc"]);
  assert.deepEqual(secured([["digest"]], [["digest", { secret: "Digest x=1" }]]).headers[0], ["Authorization", "Digest x=1"]);
  assert.equal(secured([["cookie"]], []).credentials, "include");
  assert.equal(secured([["token"]], []).credentials, "same-origin");
  assert.equal(secured([["token"], ["basic"]], []).credentials, "omit"); // or the browser asks in a window of its own
  assert.equal(secured([[], ["token"]], []).headers.length, 1);
  assert.deepEqual(secured([[], ["token"]], [["token", { secret: "t" }]]).headers[0], ["Authorization", "Bearer t"]);
});

test("a shown request holds no secret", () => {
  const credentials = new Map([["key", { secret: "s3cret" }], ["basic", { user: "me", secret: "s3cret" }]]);
  const op: Operation = { id: "s", method: "POST", path: "/s", security: [[{ scheme: "key" }, { scheme: "basic" }]], body: { content: [{ type: "application/json" }] } };
  const { wire } = build(op, inputs([], { type: "application/json", value: { it: "it's" } }), setting({ schemes, credentials: masked(credentials, schemes) }));
  const text = curl(wire!);
  assert.ok(!text.includes("s3cret") && !text.includes(Buffer.from("me:s3cret").toString("base64")));
  assert.match(text, /api%20key=YOUR_KEY/);
  assert.match(text, /--data-raw '\{"it":"it'\\''s"\}'/);
});

test("keys of parameters", () => assert.equal(paramKey({ in: "query", name: "__proto__" }), "query:__proto__"));
