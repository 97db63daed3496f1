import { strict as assert } from "node:assert";
import { test } from "node:test";
import { encodeBody, formText, multipartParts } from "../src/core/body";
import { family } from "../src/core/media";

async function text(data: string | Blob): Promise<string> {
  return typeof data === "string" ? data : await data.text();
}

test("JSON of any kind", async () => {
  for (const type of ["application/json", "application/vnd.api+json", "application/json; charset=utf-8", "application/merge-patch+json"]) {
    assert.deepEqual(encodeBody({ type }, { a: 1n, b: null }), { contentType: type, data: '{"a":1,"b":null}' });
  }
  assert.equal(encodeBody({ type: "application/x-ndjson" }, [{ a: 1 }, 2]).data, '{"a":1}\n2\n');
});

test("a form: lists repeat, objects are JSON, encodings rule", () => {
  const value = { name: "a b&c", tags: ["x", "y"], meta: { k: 1 }, none: undefined, big: 9007199254740993n };
  assert.equal(formText([], value), "name=a+b%26c&tags=x&tags=y&meta=%7B%22k%22%3A1%7D&big=9007199254740993");
  const encoding = [{ property: "tags", style: "form" }, { property: "meta", style: "deepObject", explode: true }];
  assert.equal(formText(encoding, { tags: ["x", "y"], meta: { k: { l: 1 } } }), "tags=x,y&meta%5Bk%5D%5Bl%5D=1");
  assert.equal(formText([{ property: "tags", contentType: "application/json" }], { tags: ["x"] }), "tags=%5B%22x%22%5D");
});

test("parts: files, lists of files, JSON, types of parts", () => {
  const file = new File(["png"], "a.png", { type: "image/png" });
  const parts = multipartParts([{ property: "pic", contentType: "image/png, image/jpeg" }, { property: "note", contentType: "text/markdown" }], {
    pic: file,
    more: [file, file],
    note: "hello",
    meta: { a: 1 },
    ids: [1, 2],
    gone: null,
  });
  assert.deepEqual(parts.map((p) => [p.name, p.type, p.filename, typeof p.data === "string" ? p.data : "blob"]), [
    ["pic", "image/png", "a.png", "blob"],
    ["more", "image/png", "a.png", "blob"],
    ["more", "image/png", "a.png", "blob"],
    ["note", "text/markdown", undefined, "hello"],
    ["meta", "application/json", undefined, '{"a":1}'],
    ["ids", undefined, undefined, "1"],
    ["ids", undefined, undefined, "2"],
  ]);
});

test("multipart is what a parser of forms reads", async () => {
  const file = new File(["bytes\r\n--"], 'we"ird\r\n.txt', { type: "text/plain" });
  const { contentType, data } = encodeBody({ type: "multipart/form-data" }, { title: "Zoë", file, "a\"b": "c" });
  const form = await new Response(data, { headers: { "Content-Type": contentType } }).formData();
  assert.equal(form.get("title"), "Zoë");
  assert.equal(form.get('a"b') ?? form.get("a%22b"), "c");
  const back = form.get("file") as File;
  assert.equal(await back.text(), "bytes\r\n--");
  assert.equal(back.type, "text/plain");
});

test("bytes and texts go as they are", async () => {
  const file = new File(["x"], "a.bin", { type: "image/gif" });
  assert.equal(encodeBody({ type: "image/*" }, file).contentType, "image/gif");
  assert.equal(encodeBody({ type: "application/octet-stream" }, file).contentType, "application/octet-stream");
  const xml = encodeBody({ type: "application/xml" }, "<a/>");
  assert.deepEqual([xml.contentType, await text(xml.data)], ["application/xml", "<a/>"]);
  assert.equal(encodeBody({ type: "*/*" }, "plain").contentType, "text/plain");
});

test("an encoding may leave its style to be form", () => {
  const value = { a: ["1", "2"], b: "a/b?c", c: { z: "1", y: "2" } };
  const encodings = [{ property: "a", explode: false }, { property: "b", explode: true, allowReserved: true }, { property: "c", explode: false }];
  assert.equal(formText(encodings, value), "a=1,2&b=a/b?c&c=z,1,y,2");
  assert.equal(formText([{ property: "c", contentType: "application/json" }], { c: value.c }), "c=%7B%22z%22%3A%221%22%2C%22y%22%3A%222%22%7D");
});

test("JSON goes by many names", () => {
  for (const type of ["application/json", "application/vnd.x.json", "text/x-json", "application/problem+json", "application/json-patch", "Application/JSON; q=1"]) assert.equal(family(type), "json", type);
  for (const type of ["application/x-ndjson", "application/jsonl", "application/vnd.x.jsonlines", "application/json-seq", "application/stream+json"]) assert.equal(family(type), "lines", type);
});
