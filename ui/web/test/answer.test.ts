import { strict as assert } from "node:assert";
import { test } from "node:test";
import { type Answer, fileName, problemOf, readAnswer } from "../src/core/answer";
import { accept, family } from "../src/core/media";

async function answer(body: string, type: string, status = 200): Promise<Answer> {
  const response = new Response(status === 204 ? null : body, { status, headers: type ? { "Content-Type": type } : {} });
  return readAnswer(response, await response.blob(), 5);
}

test("answers are read by type, and by what they hold", async () => {
  assert.deepEqual((await answer('{"a":1}', "application/hal+json")).json, { a: 1 });
  assert.deepEqual((await answer('{"a":1}', "text/plain")).json, { a: 1 });
  assert.deepEqual((await answer('{"a":1}\n\n{"a":2}\n', "application/x-ndjson")).json, [{ a: 1 }, { a: 2 }]);
  const broken = await answer("{oops", "application/json");
  assert.deepEqual([broken.family, broken.json, broken.text], ["text", undefined, "{oops"]);
  assert.equal((await answer("", "application/json", 204)).family, "empty");
  assert.equal((await answer("x", "image/png")).family, "image");
  assert.equal((await answer("<svg/>", "image/svg+xml")).family, "text");
  assert.equal((await answer("%PDF", "application/pdf")).family, "binary");
  assert.deepEqual((await answer('{"id":12345678901234567890}', "application/json")).text, '{"id":12345678901234567890}');
});

test("file names, with paths taken off", () => {
  assert.equal(fileName('attachment; filename="a b.pdf"'), "a b.pdf");
  assert.equal(fileName("attachment; filename=plain.txt"), "plain.txt");
  assert.equal(fileName("attachment; filename=\"x.txt\"; filename*=UTF-8''na%C3%AFve.txt"), "naïve.txt");
  assert.equal(fileName('attachment; filename="../../etc/passwd"'), "passwd");
  assert.equal(fileName("attachment; filename*=UTF-8''%E0%A4%A"), undefined);
  assert.equal(fileName("inline"), undefined);
  assert.equal(fileName(null), undefined);
});

test("errors are read in the ways that APIs write them", async () => {
  const read = async (body: unknown, status = 422) => problemOf(await answer(JSON.stringify(body), "application/problem+json", status));
  assert.deepEqual(await read({ title: "Invalid", detail: "No such book", errors: [{ pointer: "/title", detail: "too long" }] }), { title: "422 Cannot be processed: Invalid", detail: "No such book", fields: [["/title", "too long"]] });
  assert.deepEqual((await read({ error: { message: "bad key", code: 1 } }, 401)).detail, "bad key");
  assert.deepEqual((await read({ errors: { name: ["is blank", "is short"] } })).fields, [["name", "is blank is short"]]);
  assert.deepEqual((await read({ detail: [{ loc: ["body", "age"], msg: "not a number" }] })).fields, [["body.age", "not a number"]]);
  assert.equal((await read({ __proto__: 1, constructor: 2 })).detail, undefined);
  assert.equal(problemOf(await answer("plain words", "text/plain", 500)).detail, "plain words");
});

test("families and Accept", () => {
  assert.equal(family("APPLICATION/JSON; charset=utf-8"), "json");
  assert.equal(family("application/vnd.x+xml"), "text");
  assert.equal(family("multipart/mixed"), "multipart");
  assert.equal(accept([]), "*/*");
  assert.equal(accept(["text/csv", "application/json", "bad type", "text/csv"]), "application/json, text/csv;q=0.5");
});
